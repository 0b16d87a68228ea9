"""What terminals send of their own accord: answers to questions, and news that nobody asked for."""

ST, BEL = "\x1b\\", "\x07"

ANSWERS = (
    *(f"\x1b]{code};rgb:1e1e/2e2e/3e3e{end}" for code in (10, 11, 12, 17, 19) for end in (BEL, ST)),
    f"\x1b]4;7;rgb:aaaa/bbbb/cccc{ST}",
    f"\x1b]4;15;rgba:aaaa/bbbb/cccc/ffff{BEL}",
    f"\x1b]11;#1e2e3e{BEL}",
    f"\x1b]52;c;eW91ciBub3Rlcw=={BEL}",
    f"\x1b]1337;ReportCellSize=17.0;8.5;2.0{ST}",
    f"\x1b]99;i=1:p=?;{ST}",
    "\x1b[?62;1;4;6;22c",
    "\x1b[?1;2c",
    "\x1b[>41;380;0c",
    "\x1b[>0;276;0c",
    f"\x1bP!|7E565445{ST}",
    f"\x1bP>|XTerm(380){ST}",
    f"\x1bP>|tmux 3.3a{ST}",
    "\x1b[?1;2$y",
    "\x1b[?2027;0$y",
    "\x1b[4;2$y",
    "\x1b[12;40R",
    "\x1b[1;2R",
    "\x1b[1;5R",
    "\x1b[?12;40;1R",
    f"\x1bP1+r544e=787465726d;436f=323536{ST}",
    f"\x1bP0+r544e{ST}",
    f"\x1bP1$r0;38;5;12m{ST}",
    f"\x1bP1$r2 q{ST}",
    "\x1b[0n",
    "\x1b[3n",
    "\x1b[?997;1n",
    "\x1b[?15u",
    "\x1b[4;600;800t",
    "\x1b[8;24;80t",
    "\x1b[?1;0;256S",
    "\x1b[2;1;1;128;128;1;0x",
    f"\x1b_Gi=31;OK{ST}",
)
"""Each may come whole, or cut anywhere behind its first byte, with long silences between."""

TITLES = (
    f"\x1b]lSam's notes{ST}",
    f"\x1b]LIcon{BEL}",
    f"\x1b^a message{ST}",
    f"\x1bXa string of any kind{ST}",
    f"\x1b_an application's own{ST}",
    f"\x1bPqanything at all{ST}",
    f"\x1b]777;notify;a;b{BEL}",
)
"""Strings no program here asks for: known by what is around them, so cut but not late."""

NO_KEYS = ("\x1b[5i", "\x1b[38;5;1m", "\x1b[2J", "\x1b[?25h", "\x1b[99~", "\x1bOI", "\x1b[1;2;3;4z")
"""Sequences that are well formed and stand for nothing."""
