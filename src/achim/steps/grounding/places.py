"""Places of a claim about news: each country, state or city that it names stands in a cited sentence or the title.

Written by hand from general knowledge: states of the world and of America, large cities, and what stands for a country
in the news (*the White House*, *Beijing*). Other places are let pass.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from achim.domain.note import Note
from achim.steps.grounding.reading import Reading

_COUNTRIES = """
미국: United States|U\\.?S\\.?(?:A\\.?)?|America\\w*|Washington|White House|Congress|Senate|Pentagon|[Ff]ederal|Capitol|FTC|FDA|FBI|SEC|California|Texas|New York|Silicon Valley|San Francisco|Seattle|Boston
영국: UK|U\\.K\\.|United Kingdom|Brit\\w+|England|English government|London|Downing Street
중국: Chin\\w+|Beijing|PRC
일본: Japan\\w*|Tokyo
한국: Korea\\w*|Seoul
북한: North Korea\\w*|Pyongyang
대만: Taiwan\\w*
홍콩: Hong Kong
인도(?!하|받|된|될|되|네): India\\w*|Delhi
인도네시아: Indonesia\\w*
베트남: Vietnam\\w*
태국: Thai\\w*
싱가포르: Singapor\\w+
말레이시아: Malaysia\\w*
필리핀: Philippin\\w+|Filipin\\w+
파키스탄: Pakistan\\w*
방글라데시: Bangladesh\\w*
호주: Australia\\w*
뉴질랜드: New Zealand\\w*
캐나다: Canad\\w+|Ottawa
멕시코(?!시티): Mexic\\w+
브라질: Brazil\\w*
아르헨티나: Argentin\\w+
칠레: Chile\\w*
콜롬비아: Colombia\\w*
페루: Peru\\w*
유럽연합: European Union|EU\\b|E\\.U\\.|Brussels|European (?:Commission|Parliament)|Europe
유럽(?!연합): Europ\\w+|EU\\b
독일: German\\w*|Berlin
프랑스: France|French|Paris
이탈리아: Ital\\w+
스페인: Spain|Spanish
포르투갈: Portug\\w+
네덜란드: Netherlands|Dutch
벨기에: Belgi\\w+
스위스: Switzerland|Swiss
오스트리아: Austria\\w*
스웨덴: Swed\\w+
노르웨이: Norw\\w+
덴마크: Denmark|Danish
핀란드: Finland|Finnish
아이슬란드: Iceland\\w*
아일랜드: Ireland|Irish
폴란드: Poland|Polish
체코: Czech\\w*
헝가리: Hungar\\w+
루마니아: Romania\\w*
그리스: Greece|Greek
에스토니아: Estonia\\w*
라트비아: Latvia\\w*
리투아니아: Lithuania\\w*
우크라이나: Ukrain\\w+|Kyiv
러시아: Russia\\w*|Moscow|Kremlin
튀르키예: T[uü]rk\\w+
이스라엘: Israel\\w*
팔레스타인: Palestin\\w+|Gaza
이란: Iran\\w*
이라크: Iraq\\w*
사우디아라비아: Saudi\\w*
아랍에미리트: UAE|U\\.A\\.E\\.|Emirat\\w+|Dubai|Abu Dhabi
카타르: Qatar\\w*
이집트: Egypt\\w*
나이지리아: Nigeria\\w*
케냐: Kenya\\w*
르완다: Rwanda\\w*
우간다: Uganda\\w*
가나(?=[는의와]): Ghana\\w*
에티오피아: Ethiopia\\w*
남아프리카: South Africa\\w*
아프리카: Africa\\w*
중동: Middle East\\w*
아시아: Asia\\w*
카자흐스탄: Kazakh\\w+
"""
_REGIONS = """
캘리포니아: California\\w*
텍사스: Tex\\w+
뉴욕: New York\\w*|NYC?
플로리다: Florida
일리노이: Illinois
콜로라도: Colorado
조지아주: Georgia
애리조나: Arizona
네바다: Nevada
오하이오: Ohio
버지니아: Virginia
매사추세츠: Massachusetts
펜실베이니아: Pennsylvania
미시간: Michigan
테네시: Tennessee
유타: Utah
오리건: Oregon
실리콘밸리: Silicon Valley
샌프란시스코: San Francisco|Bay Area
로스앤젤레스: Los Angeles|L\\.A\\.
시애틀: Seattle
시카고: Chicago
보스턴: Boston
덴버: Denver
오스틴: Austin
댈러스: Dallas
마이애미: Miami
애틀랜타: Atlanta
필라델피아: Philadelphia
디트로이트: Detroit
피츠버그: Pittsburgh
피닉스: Phoenix
라스베이거스: Las Vegas
밴쿠버: Vancouver
토론토: Toronto
몬트리올: Montr[eé]al
런던: London
케임브리지: Cambridge
옥스퍼드: Oxford
맨체스터: Manchester
에든버러: Edinburgh
더블린: Dublin
파리(?=[의에로 ]): Paris
리옹: Lyon
베를린: Berlin
뮌헨: Munich
함부르크: Hamburg
프랑크푸르트: Frankfurt
암스테르담: Amsterdam
로테르담: Rotterdam
브뤼셀: Brussels
앤트워프|안트베르펜: Antwerp
취리히: Z[uü]rich
제네바: Geneva
빈에서: Vienna
밀라노: Milan
토리노: Turin
로마(?=[의에로 ]): Rome
마드리드: Madrid
바르셀로나: Barcelona
리스본: Lisbon
스톡홀름: Stockholm
오슬로: Oslo
코펜하겐: Copenhagen
헬싱키: Helsinki
바르샤바: Warsaw
프라하: Prague
부다페스트: Budapest
아테네: Athens
모스크바: Moscow
키이우: Kyiv|Kiev
이스탄불: Istanbul
텔아비브: Tel Aviv
예루살렘: Jerusalem
두바이: Dubai
아부다비: Abu Dhabi
리야드: Riyadh
도하(?=[의에로 ]): Doha
카이로: Cairo
나이로비: Nairobi
라고스: Lagos
델리: Delhi
뭄바이: Mumbai
벵갈루루|방갈로르: Bengaluru|Bangalore
베이징: Beijing
상하이: Shanghai
선전(?=[의에]): Shenzhen
항저우: Hangzhou
타이베이: Taipei
도쿄: Tokyo
오사카: Osaka
교토: Kyoto
시드니: Sydney
멜버른: Melbourne
자카르타: Jakarta
방콕: Bangkok
하노이: Hanoi
마닐라: Manila
쿠알라룸푸르: Kuala Lumpur
상파울루: S[aã]o Paulo
멕시코시티: Mexico City
부에노스아이레스: Buenos Aires
다보스: Davos
서울: Seoul
부산: Busan
대구: Daegu
인천: Incheon
광주: Gwangju
대전: Daejeon
울산: Ulsan
세종시: Sejong
제주: Jeju
판교: Pangyo
"""


@dataclass(frozen=True, slots=True)
class Place:
    """How a claim names it in Korean, and how a source does in English."""

    said: re.Pattern[str]
    source: re.Pattern[str]


def _places(rows: str) -> Iterator[Place]:
    for row in rows.strip().splitlines():
        korean, english = row.split(": ", 1)
        said = re.compile(rf"(?<![^\s·,(‘“])(?:{korean})")
        yield Place(said, re.compile(rf"(?<![A-Za-z])(?:{english})(?![A-Za-z])"))


PLACES = (*_places(_COUNTRIES), *_places(_REGIONS))


def places_are_cited(reading: Reading) -> Iterator[Note]:
    """Of stories only."""
    if reading.claim.quoted or not reading.is_news:
        return
    known = f"{reading.source}\n{reading.context}"
    for place in PLACES:
        found = place.said.search(reading.text)
        if found and not place.source.search(known) and not place.said.search(known):
            yield Note.of("verify.name", name=found.group())
