"""How days, months and years are written: one pattern for all of them."""

import re

from cakupan.basics.month import MONTH_NUMBERS

_MONTH = "|".join(sorted(MONTH_NUMBERS, key=lambda name: (-len(name), name)))
_LONG_MONTH = "|".join(sorted((name for name in MONTH_NUMBERS if len(name) > 3), key=lambda name: (-len(name), name)))
_COUNTED = "pekerja|orang|peserta|tenaga|jiwa|workers|people|desa|perusahaan|proyek"
_SCALE = "ribu|juta|thousand|million"
_BEFORE_MAY = "|".join(rf"(?<=\b{word}\s)" for word in ["in", "by", "of", "to", "since", "this", "until", "through"])
_MAY = rf"(?:{_BEFORE_MAY})may"  # elsewhere it is a verb
_YEAR = r"(?:19|20)\d{2}"
_COUNT = "dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|two|three|four|five|six|seven|eight|nine|ten"
_LATER = r"kemudian|berikutnya|berselang|sesudahnya|setelahnya|sesudah\situ|setelah\situ"
# "Desember ini", "Desember nanti", "the June before"
_POINTED = r"silam|lalu|ini|sekarang|nanti|mendatang|depan|before(?=[.,;:)])"
_ORDINAL = "pertama|kedua|ketiga|keempat|terakhir|satu|dua|tiga|empat"
DATE = re.compile(
    rf"""(?<![\w.,])(?:
      (?P<iso>\d{{4}}-\d{{2}}(?:-\d{{2}})?)(?![\d-])
    | \d{{1,2}}\s?(?:(?P<slash>[/.-])\s?(?P<number>\d{{1,2}})\s?(?P=slash)\s?(?P<slashed>\d{{4}}|\d{{2}})
      |(?P<short>/)(?P<shortened>\d{{1,2}}))(?![\d/%]|[.,]\d)
    | (?P<period>{_YEAR}\s?[-–/]\s?{_YEAR})(?!\d)
    | (?:\d{{1,2}}(?:st|nd|rd|th)?[\s-]{{1,3}})?(?:(?:{_MONTH})\s?[-–]\s?)?
      (?P<name>{_MONTH})\.?[\s,-]{{1,3}}(?:\d{{1,2}},?\s)?(?P<named>(?:19|20|29)\d{{2}})(?!\d)
    | (?P<name_of_short>{_MONTH})\.?\s?['’](?P<short_year>\d{{2}})(?!\d)
    | (?:(?P<lone_day>\d{{1,2}})\s|(?P<this_month>this\s))?(?P<lone>{_LONG_MONTH}|mei|{_MAY})
      (?:\s(?P<relative>tahun\s(?:lalu|silam|kemarin|sebelumnya|ini)|(?:last|this)\syear|{_POINTED}))?(?!\w)
    | (?:(?:triwulan|kuartal|tw\.?|quarter)\s?(?:ke-?)?(?P<quarter>[1-4]|IV|I{{1,3}}|{_ORDINAL})
      |(?P<quarter_en>first|second|third|fourth|last|final)\squarter(?:\sof)?|Q(?P<quarter_q>[1-4]))
      ,?\s(?:tahun\s)?(?P<quartered>{_YEAR}|tahun\s(?:ini|lalu|silam)|(?:this|last)\syear)(?!\d)
    | (?:(?:triwulan|kuartal)\s(?:ke-?)?(?P<bare_quarter>[1-4]|IV|I{{1,3}}|{_ORDINAL})
      |(?P<bare_quarter_en>first|second|third|fourth|final)[\s-]quarter)(?!\w)
    | (?P<first_months>{_COUNT})\sbulan\spertama(?:\s(?:tahun\s)?(?P<first_of>{_YEAR}|ini))?(?!\w)
    | (?:the\s)?first\s(?P<first_months_en>{_COUNT})\smonths
      (?:\sof\s(?P<first_of_en>{_YEAR}|(?:this|the)\syear))?(?!\w)
    | (?P<mid>mid[\s-]?year)(?!\w)
    | (?:(?:semester|paruh|separuh)\s(?:tahun\s)?(?:ke-?)?(?P<half>[12]|I{{1,2}}|{_ORDINAL})
      |(?P<half_en>first|second)\shalf(?:\sof)?)
      \s(?:tahun\s)?(?P<halved>{_YEAR}|tahun\s(?:ini|lalu|silam)|(?:this|last)\syear)(?!\d)
    | semester\s(?:ke-?)?(?P<bare_half>[12]|I{{1,2}}|pertama|kedua|satu|dua)(?!\w)
    | (?:bulan|periode|posisi|waktu|kurun)\s(?:yang\s)?sama\s(?:pada\s|di\s)?(?:tahun\s)?(?P<same>{_YEAR})(?!\d)
    | (?P<now>(?:bulan|periode|posisi)\s(?:yang\s)?sama|(?:the\s)?same\s(?:month|period))
      (?!\w|\s(?:pada\s|di\s|of\s|in\s)?(?:the\s)?(?:tahun|last|a\syear|previous|{_YEAR}))
    | (?P<back>(?:setahun|se-tahun|satu\stahun|1\stahun|12\sbulan)\s(?:sebelumnya|silam|yang\slalu|yang\ssilam|lalu)
      |(?:bulan|periode|posisi|waktu)\s(?:yang\s)?sama\s(?:pada\s|di\s)?tahun\s(?:lalu|sebelumnya|silam|kemarin)
      |tahun\slalu\s(?:pada|di)\s(?:bulan|periode|waktu)\s(?:yang\s)?sama
      |(?:a|one)\syear\s(?:earlier|ago|before)|(?:12|twelve)\smonths\s(?:earlier|ago|before)
      |(?:the\s)?same\s(?:month|period|time|point)\s(?:last\syear|a\syear\searlier|of\sthe\sprevious\syear))(?!\w)
    | (?P<on>(?:setahun|se-tahun|satu\stahun)\s(?:{_LATER})|(?:a|one)\syear\s(?:later|on))(?!\w)
    | (?P<months_on>{_COUNT}|(?:se|dua\s)belas|twelve|\d{{1,2}})\s(?:bulan\s(?:{_LATER})|months\s(?:later|on))(?!\w)
    | (?P<months>{_COUNT}|\d{{1,2}})
      \s(?:bulan\s(?:yang\s)?(?:lalu|silam|sebelumnya|kemarin)|months\s(?:ago|earlier|before))(?!\w)
    | (?P<month_before>bulan\s(?:lalu|sebelumnya|kemarin)|last\smonth|the\sprevious\smonth)(?!\w)
    | (?P<year_before>tahun\s(?:sebelumnya|silam)|the\s(?:previous|preceding)\syear|the\syear\sbefore)(?!\w)
    | (?:(?<=tahun\s)|(?<=pada\s)|(?<=akhir\s)|(?<=hingga\s)|(?<=\bper\s)|(?<=\bin\s)
      |(?<=20\d\d\sdan\s)|(?<=20\d\d\sand\s))
      (?P<led>{_YEAR})(?!\w|[.,/]\d|\s?(?:persen|%))
    | (?P<before_a_count>{_YEAR})(?=\s(?:{_COUNTED})\b[^.,;:\d]{{0,60}}\s\d[\d.,]*\s(?:{_SCALE}|{_COUNTED}))
    | (?P<year>{_YEAR})(?!\w|[.,/]\d|\s?(?:{_COUNTED}|persen|%))
    | (?P<coming>(?:tahun|thn?)\s(?:depan|mendatang)|next\syear)(?!\w)
    | (?P<this>tahun\s(?:ini|berjalan)|thn?\sini|this\syear)(?!\w)
    | (?P<last>(?:tahun|thn?)\slalu|last\syear)(?!\w)
    )""",
    re.IGNORECASE | re.VERBOSE,
)
