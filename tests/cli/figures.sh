#!/bin/bash
# SPDX-License-Identifier: MIT
# A small office whose every figure can be worked out with a pencil: what its people did, day by
# day, then each report, and beside it how its numbers come about.
# shellcheck disable=SC1010  # do is a command here
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"
cd "$TMPDIR" || exit 1
printf '关于某事项的通知\n\n各单位：请遵照执行。\n' >paper.txt

on() { export GONGKAI_CLOCK=$1T09:00:00; }
declare -A id

# A step of the story; what is not known to it fails.
step() { # DAY WHAT PAPER ...
	local what=$2 paper=$3
	on "$1"
	shift 3
	case $what in
	begin) id[$paper]=$(as clerk import paper.txt --title "$paper" --unit "$1" --set policy=no) ;;
	set) as clerk edit "${id[$paper]}" "$@" ;;
	public) as clerk mark "${id[$paper]}" public ;;
	withhold) as clerk mark "${id[$paper]}" private "$@" --reason 公开后可能影响相关工作，经审查不予公开。 ;;
	submit) as clerk do submit "${id[$paper]}" ;;
	head | secrecy | office | sign | publish) as "$what" do "${act[$what]}" "${id[$paper]}" ;;
	return) as "$1" do return "${id[$paper]}" --code "$2" ;;
	*) return 1 ;;
	esac
}
declare -A act=([head]=pass [secrecy]=pass [office]=pass [sign]=sign [publish]=publish)

# tell: the story on standard input, a step a line.
tell() {
	local line
	while read -r line; do
		[ -n "$line" ] || continue
		# shellcheck disable=SC2086  # its words are the step's
		step $line >/dev/null 2>"$TMPDIR/stderr" && continue
		err=$(cat "$TMPDIR/stderr")
		count "$line" 1
	done
}

# says NAME EXPECTED REPORT ...: the report's CSV, with the papers by their names here.
says() {
	local name=$1 expected=$2 key
	shift 2
	run as auditor report "$@" --format csv
	out=${out#$'\xEF\xBB\xBF'}
	for key in "${!id[@]}"; do out=${out//${id[$key]}/$key}; done
	[ "$rc" = 0 ] && [ "$out" = "$expected" ]
	count "$name" $?
}

# -- The office ------------------------------------------------------------------------------------

on 2018-03-01
check 'a new store' gk init
as root unit add sz --name 市政府 --parent ''
as root unit add zfb --name 市政府办公室 --parent sz
as root unit add fgw --name 市发改委 --parent sz
for who in clerk:clerk head:head secrecy:secrecy office:checker sign:signer publish:publisher auditor:auditor; do
	as root person add "${who%:*}" --name "${who%:*}" --unit zfb --role "${who#*:}@sz"
done

# -- What they did ---------------------------------------------------------------------------------

# Two papers of the old law, whose articles end on 14 May 2019.
tell <<'DAYS'
2018-03-01 begin old1 zfb
2018-03-01 withhold old1 --ground CN08-8
2018-03-01 submit old1
2018-03-01 begin old2 fgw
2018-03-01 withhold old2 --ground CN08-14-TRADE
2018-03-01 submit old2
2018-03-02 head old1
2018-03-02 head old2
2018-03-05 secrecy old1
2018-03-05 secrecy old2
2018-03-06 office old1
2018-03-06 office old2
2018-03-08 sign old1
2018-03-08 sign old2
DAYS
on 2019-03-01
says 'on the last day of their review' 'id,unit,ground,article,ended,decided,review_by

figure,number
withheld,2
review_overdue,0' basis
on 2019-05-14
says 'on the last day of the old law' 'id,unit,ground,article,ended,decided,review_by

figure,number
withheld,2
review_overdue,2' basis
on 2019-05-15
says 'and on the day after it' 'id,unit,ground,article,ended,decided,review_by
old2,fgw,CN08-14-TRADE,14,"ended 2019-05-14, now CN15-TRADE",2018-03-08,2019-03-01
old1,zfb,CN08-8,8,"ended 2019-05-14, now CN14-3S1S",2018-03-08,2019-03-01

figure,number
withheld,2
review_overdue,2' basis

# a is published in time, b too late, f with its reason for no interpretation, g with a plan alone;
# c comes back twice; d and e are kept back, e by no row of the list; h and i wait to be published, i
# for too long. The others are drafts of eight ages.
tell <<'DAYS'
2026-03-31 begin draft91 zfb
2026-04-01 begin draft90 zfb
2026-04-01 begin a zfb
2026-04-01 set a --number 市政办发〔2026〕1号 --set catalogue=S-POL-01
2026-04-01 public a
2026-04-01 submit a
2026-04-01 begin b zfb
2026-04-01 set b --number 市政办发〔2026〕3号
2026-04-01 public b
2026-04-01 submit b
2026-04-02 head a
2026-04-02 return b head format
2026-04-03 secrecy a
2026-04-03 submit b
2026-04-07 office a
2026-04-07 head b
2026-04-08 sign a
2026-04-08 secrecy b
2026-04-09 office b
2026-04-10 publish a
2026-04-10 sign b
2026-05-06 begin c fgw
2026-05-06 set c --number 市政办发〔2026〕5号
2026-05-06 public c
2026-05-06 submit c
2026-05-06 begin d fgw
2026-05-06 withhold d --row N07
2026-05-06 submit d
2026-05-06 begin e zfb
2026-05-06 withhold e --ground CN16-HR
2026-05-06 submit e
2026-05-07 head c
2026-05-07 head d
2026-05-07 head e
2026-05-08 return c secrecy personal-info
2026-05-08 secrecy d
2026-05-08 secrecy e
2026-05-11 submit c
2026-05-11 office d
2026-05-11 office e
2026-05-12 return c head format
2026-05-12 sign d
2026-05-12 sign e
2026-05-13 begin i fgw
2026-05-13 set i --set catalogue=S-POL-02
2026-05-14 public i
2026-05-14 submit i
2026-05-15 head i
2026-05-18 secrecy i
2026-05-19 office i
2026-05-20 sign i
2026-05-30 begin draft31 zfb
2026-05-31 begin draft30 zfb
2026-06-01 publish b
2026-06-01 begin f zfb
2026-06-01 set f --number 市政办发〔2026〕4号 --set policy=yes --set no-interpretation=内容浅显，不需要解读。
2026-06-01 public f
2026-06-01 submit f
2026-06-01 begin g zfb
2026-06-01 set g --number 市政办发〔2026〕7号 --set policy=yes --set interpretation=发布后三日内以图解形式解读。
2026-06-01 public g
2026-06-01 submit g
2026-06-01 begin h fgw
2026-06-01 set h --set catalogue=S-FIN-01
2026-06-02 head f
2026-06-02 head g
2026-06-03 public h
2026-06-03 submit h
2026-06-03 head h
2026-06-03 secrecy f
2026-06-03 secrecy g
2026-06-04 secrecy h
2026-06-04 office f
2026-06-04 office g
2026-06-04 office h
2026-06-05 sign f
2026-06-05 sign g
2026-06-05 sign h
2026-06-08 publish f
2026-06-08 publish g
2026-06-22 begin draft8 zfb
2026-06-23 begin draft7 zfb
2026-06-26 begin draft4 zfb
2026-06-27 begin draft3 zfb
DAYS
that 'nineteen papers' "${#id[@]}" = 19
on 2026-06-30

# -- Where they stand ------------------------------------------------------------------------------

# zfb: the eight drafts; a b f g; old1 e. fgw: c; h i, of which i was due on 17 June (see breach);
# old2 d.
says status 'unit,kind,state,attribute,papers,overdue
fgw,gongwen,returned,public,1,0
fgw,gongwen,decided,public,2,1
fgw,gongwen,held,private,2,0
zfb,gongwen,draft,none,8,0
zfb,gongwen,held,private,2,0
zfb,gongwen,published,public,4,0' status
# c; i; d; draft31 draft30; e.
says 'those begun in May' 'unit,kind,state,attribute,papers,overdue
fgw,gongwen,returned,public,1,0
fgw,gongwen,decided,public,1,1
fgw,gongwen,held,private,1,0
zfb,gongwen,draft,none,2,0
zfb,gongwen,held,private,1,0' status --from 2026-05-01 --to 2026-05-31
# c was back since that day; d past secrecy since that day; old2; draft91 draft90; e as d; b not yet
# published; old1; a.
says 'at the end of 8 May' 'unit,kind,state,attribute,papers,overdue
fgw,gongwen,returned,public,1,0
fgw,gongwen,office,private,1,0
fgw,gongwen,held,private,1,0
zfb,gongwen,draft,none,2,0
zfb,gongwen,office,private,1,0
zfb,gongwen,decided,public,1,0
zfb,gongwen,held,private,1,0
zfb,gongwen,published,public,1,0' status --as-of 2026-05-08

# Days since 30 June in the present state. Drafts: 3; 4 7; 8 30; 31 90; 91. c has been back since 12
# May, 49 days; h is signed since 5 June, 25 days, i since 20 May, 41 days.
says ageing 'kind,state,to_3,to_7,to_30,to_90,over_90,open
gongwen,draft,1,2,2,2,1,8
gongwen,returned,0,0,0,1,0,1
gongwen,decided,0,0,1,1,0,2' ageing

# -- What was done ---------------------------------------------------------------------------------

# begun, submitted, returned, signed, published, withdrawn. 2018: old1 old2. March: draft91. April:
# a b draft90; a b b; b; a b; a. May: c d e i draft31 draft30; c d e c i; c c; d e i; none. June: f g
# h and four drafts; f g h; none; f g h; b f g.
says trend 'month,begun,submitted,returned,signed,published,withdrawn
2018-03,2,2,0,2,0,0
2026-03,1,0,0,0,0,0
2026-04,3,3,1,2,1,0
2026-05,6,5,2,3,0,0
2026-06,7,3,0,3,3,0' trend
# c, c, b.
says returns 'unit,code,returns
fgw,format,1
fgw,personal-info,1
zfb,format,1' returns

# Days in each state that was left, from the least to the most:
#   draft     0 0 0 0 0 0 0 0 0 1 2       (old1 old2 a b c d e f g; i; h)
#   returned  1 3                         (b; c)
#   section   0 1 1 1 1 1 1 1 1 1 1 1 4   (h; old1 old2 a b c c d e f g i; b)
#   secrecy   1 1 1 1 1 1 1 1 3 3 3       (a b c d e f g h; old1 old2 i)
#   office    0 1 1 1 1 1 1 3 3 4         (h; old1 old2 b f g i; d e; a)
#   sign      1 1 1 1 1 1 1 1 2 2         (a b d e f g h i; old1 old2)
#   decided   0 0 0 0 2 3 3 52            (old1 old2 d e; a; f g; b)
# The median is the middle one, the lower of two; one of ten, rounded down, may lie beyond "nine of
# ten within".
says times 'kind,state,left,median,ninth_tenth,longest
gongwen,draft,11,0,1,2
gongwen,returned,2,1,3,3
gongwen,section,13,1,1,4
gongwen,secrecy,11,1,3,3
gongwen,office,10,1,3,4
gongwen,sign,10,1,2,2
gongwen,decided,8,0,52,52' times

# -- In time ---------------------------------------------------------------------------------------

# Twenty working days. b, from 10 April: 5 to the 17th, 10 to the 24th, 14 to the 30th; 1 to 5 May
# off; 17 to the 8th, the 9th is worked, 20 on 12 May. Published on 1 June: 20 days late, working days
# 13-15, 18-22, 25-29 May and 1 June. i, from 20 May: 2, 7, 12 to 5 June, 17 to the 12th, 20 on 17
# June: 13 days ago, working days 18, 22-26, 29, 30 June. h has until 6 July.
says breach 'unit,month,published,late,worst,in_time
zfb,2026-04,1,0,0,100.0%
zfb,2026-06,3,1,20,66.7%

id,unit,started,due,published,days,working_days
i,fgw,2026-05-20,2026-06-17,,13,8
b,zfb,2026-04-10,2026-05-12,2026-06-01,20,14

figure,number
papers,4
late,1
overdue,1
unparsed,0' breach

# a b f c g have 1 3 4 5 7; c alone is not decided on. The other fourteen have no number.
says gaps 'series,year,highest,seen,missing,undecided,twice
市政办发,2026,7,5,2 6,5,0

figure,number
papers,19
unnumbered,14
unparsed,0' gaps

# -- On what ground --------------------------------------------------------------------------------

# Kept back are old1 old2 d e; the first two were to be looked at again by 1 March 2019, a year on.
says 'dead ground' 'id,unit,ground,article,ended,decided,review_by
old2,fgw,CN08-14-TRADE,14,"ended 2019-05-14, now CN15-TRADE",2018-03-08,2019-03-01
old1,zfb,CN08-8,8,"ended 2019-05-14, now CN14-3S1S",2018-03-08,2019-03-01

figure,number
withheld,4
review_overdue,2' basis
# d has its row of the list; the old ones are of a time before there was one.
says 'outside the list' 'id,unit,title,state,grounds,reason
e,zfb,e,held,CN16-HR,公开后可能影响相关工作，经审查不予公开。
old2,fgw,old2,held,CN08-14-TRADE,公开后可能影响相关工作，经审查不予公开。
old1,zfb,old1,held,CN08-8,公开后可能影响相关工作，经审查不予公开。

figure,number
withheld,4
outside,3' outside-list
# f gives a reason, g has a plan and no interpretation.
says interpretation 'unit,papers,interpreted,excused,without,rate
zfb,2,0,1,1,0.0%' interpretation

# Of the 109 rows a is published under S-POL-01; h is in hand under S-FIN-01, i overdue under S-POL-02.
run as auditor report coverage --json
that 'rows that are not empty' "$(jq -c 'select(.row and .state != "nothing") | [.row, .state, .published, .latest, .in_hand, .overdue]' <<<"$out" | tr '\n' ' ')" = \
	'["S-POL-01","published",1,"2026-04-10",0,0] ["S-POL-02","overdue",0,null,1,1] ["S-FIN-01","in-hand",0,null,1,0] '
that 'papers of no row' "$(jq -r 'select(.id) | .title' <<<"$out" | sort | xargs)" = 'b f g'
that 'and the sums' "$(tail -n 1 <<<"$out" | jq -c '[.rows, .rows_without, .rows_overdue, .papers_without_row]')" = '[109,108,1,3]'

# -- The whole on one page -------------------------------------------------------------------------

says overview 'unit,papers,public,on-request,private,none,overdue
fgw,5,3,0,2,0,1
zfb,14,4,0,2,8,0

kind,state,papers,public,on-request,private,none,overdue
gongwen,draft,8,0,0,0,8,0
gongwen,returned,1,1,0,0,0,0
gongwen,decided,2,2,0,0,0,1
gongwen,held,4,0,0,4,0,0
gongwen,published,4,4,0,0,0,0

month,published,late,in_time
2026-04,1,0,100.0%
2026-06,3,1,66.7%

code,returns
format,2
personal-info,1

kind,state,to_3,to_7,to_30,to_90,over_90,open
gongwen,draft,1,2,2,2,1,8
gongwen,returned,0,0,0,1,0,1
gongwen,decided,0,0,1,1,0,2

month,begun,submitted,returned,signed,published,withdrawn
2018-03,2,2,0,2,0,0
2026-03,1,0,0,0,0,0
2026-04,3,3,1,2,1,0
2026-05,6,5,2,3,0,0
2026-06,7,3,0,3,3,0' overview
# old2 c d h i: begun 2018, May (c d i), June; c was submitted twice; old2, d i, h were signed.
says 'of one unit' 'unit,papers,public,on-request,private,none,overdue
fgw,5,3,0,2,0,1

kind,state,papers,public,on-request,private,none,overdue
gongwen,returned,1,1,0,0,0,0
gongwen,decided,2,2,0,0,0,1
gongwen,held,2,0,0,2,0,0

month,published,late,in_time

code,returns
format,1
personal-info,1

kind,state,to_3,to_7,to_30,to_90,over_90,open
gongwen,returned,0,0,0,1,0,1
gongwen,decided,0,0,1,1,0,2

month,begun,submitted,returned,signed,published,withdrawn
2018-03,1,1,0,1,0,0
2026-05,3,4,2,2,0,0
2026-06,1,1,0,1,0,0' overview --unit fgw

# -- Who works here --------------------------------------------------------------------------------

check 'somebody of the bureau' as root person add fgwgk --name 公开科 --unit fgw --role disclosure@fgw --from 2026-06-01
says 'the people of a unit' 'person,name,unit,roles,from,to,keys,key_ends
fgwgk,公开科,fgw,disclosure@fgw,2026-06-01,,0,

person,to_person,role,unit,from,to,reason

unit,name,above,people,from,to
fgw,市发改委,sz,1,,' office --unit fgw
finish
