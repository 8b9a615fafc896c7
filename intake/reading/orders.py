"""The words with which a recommendation begins where it is an order: "Publish …", "Plant two trees …"."""

from intake.reading.shapes import listed

VERBS = listed(
    "abolish accelerate add adopt advertise advise agree align allocate allow amalgamate amend analyse apply "
    "appoint approve arrange ask assemble assess assign attach attract audit avoid ban begin bolster borrow "
    "bring broaden build buy campaign cancel carry cease celebrate challenge choose clarify clean clear close "
    "co-ordinate collaborate collect combine commission commit communicate compare compile complete conduct "
    "confirm connect consider consult continue convene convert coordinate create cut decide declare define "
    "deliver demonstrate deploy design determine develop devise discourage discuss disseminate distribute double "
    "draw educate eliminate embed employ empower enable encourage endorse enforce engage enhance enlarge ensure "
    "enter enrol equip erect establish evaluate examine exclude exempt expand explain explore extend facilitate fill "
    "find fit fix follow formalise formulate freeze fund further gather give grant grow guarantee halve hire "
    "hold identify implement impose improve include incorporate increase inform insist inspect install instruct "
    "integrate intervene introduce invest investigate invite involve issue join keep launch lead lengthen let "
    "liaise lift limit lobby look lower maintain make map maximise measure meet mend merge minimise modernise "
    "monitor move name negotiate nominate note notify oblige obtain offer open operate oppose organise outline "
    "oversee pay permit persuade pilot place plan prepare preserve press prevent prioritise produce prohibit "
    "promote prompt propose protect provide publicise publish purchase pursue put raise reaffirm reassess "
    "rebuild receive recognise reconsider recruit redesign redirect reduce refer refresh regulate reinstate "
    "reiterate reject relaunch relax relocate remind remove renegotiate renew reopen repair replace report "
    "request require rescind research resist resolve resource respond restart restore restrict retain retrain retrofit "
    "review revise rewrite roll run say scrap secure see seek sell send separate serve set share shorten show "
    "sign simplify specify speed spell spend staff standardise start stop streamline strengthen submit support "
    "survey suspend sustain tackle take target teach tell test thank tidy tighten trace track train transfer "
    "translate trial undertake unify update upgrade urge use utilise visit waive warn weigh welcome widen "
    "withdraw work write should"
)
# Orders that are nouns as well: only before a word behind which a noun comes.
NOUNS = frozenset(
    listed(
        "act address answer approach back balance base bid block boost call cap change charge check count cover deal "
        "demand direct display draft drop end expect focus form free guide host label light link list lock mark "
        "market match order paint pause plant point post promise push question rank record release repeat reply "
        "reserve return reverse ring scale schedule screen search shift sponsor spread step stock store supply swap "
        "tender trust turn value vary view wait watch"
    )
)
BEFORE_NOUN = frozenset(
    listed(
        "a all an any both by children councillors down each every fewer five for four half her his how in into its "
        "less members more off officers on one our out over parents people pupils residents six staff ten tenants "
        "that the their these this those three to two up what when where whether why with"
    )
)
