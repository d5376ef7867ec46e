"""A decay file as users write them, and ways to damage it."""

from __future__ import annotations

import numpy as np

FILE = """#
# EventType: 1213230010
# Descriptor: [B+ -> (D*0 -> (D0 -> K- pi+) pi0) tau+ nu_tau]CC
# NickName: Bu_Dst0taunu
# Documentation: semitauonic, one D* mode,
#                forced tau
# Tested: Yes
# Date: 20200101
#
Alias MyD*0 D*0
Alias Myanti-D*0 anti-D*0
ChargeConj MyD*0 Myanti-D*0
Define mydm 0.507e12
ModelAlias MYPOLE SLPOLE 1.0 -0.5 0.0 1.0;
yesPhotos
Particle D'_1+ 2.427 0.384
ChangeMassMin D'_1+ 2.1
SetLineshapePW D_1+ D*+ pi0 2
PythiaBothParam ParticleDecays:limitTau0=on

Decay Upsilon(4S)
0.5 B+sig B-     VSS;
0.5 B-sig B+     VSS_BMIX mydm;  # both charges
Enddecay

Decay B+sig
0.6  Myanti-D*0 tau+ nu_tau   PHOTOS ISGW2;
0.3  Myanti-D*0 e+ nu_e       PHOTOS HQET2 1.207 0.908
                               1.406 0.853;
0.1  anti-D0 e+ nu_e  MYPOLE;
Enddecay
CDecay B-sig

Decay MyD*0
0.62 D0 pi0    VSS;
0.38 D0 gamma  VSP_PWAVE;
Enddecay
CDecay Myanti-D*0

RemoveDecay D0
K- pi+;
Enddecay
End
"""


def mutate(text: str, generator: np.random.Generator) -> str:
    """Damage a text in one to six places: bytes flipped, stretches deleted, doubled or moved, words put in."""
    data = bytearray(text.encode())
    for _ in range(int(generator.integers(1, 7))):
        place = int(generator.integers(0, max(len(data), 1)))
        length = int(generator.integers(1, 40))
        kind = int(generator.integers(0, 5))
        if kind == 0 and data:
            data[place % len(data)] ^= 1 << int(generator.integers(0, 8))
        elif kind == 1:
            del data[place : place + length]
        elif kind == 2:
            data[place:place] = data[place : place + length]
        elif kind == 3:
            piece = data[place : place + length]
            del data[place : place + length]
            other = int(generator.integers(0, len(data) + 1))
            data[other:other] = piece
        else:
            words = [
                b";",
                b" Decay ",
                b"\nEnddecay\n",
                b" 0.5 ",
                b" PHSP ",
                b"\nEnd\n",
                b"#",
                b" PHOTOS ",
                b"\x00",
                "\u00a0".encode(),
            ]
            data[place:place] = words[int(generator.integers(0, len(words)))]
    return data.decode("utf-8", "replace")
