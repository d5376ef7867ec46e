"""What can happen: decay modes, the table of them, and what a decay model asks of a mode."""

from mcgen.decays.chain import DecayChain, forced_chain
from mcgen.decays.lineshapes import LineshapeStatements
from mcgen.decays.mode import DecayMode
from mcgen.decays.signature import ModelSignature, Parameter, SignatureProblem
from mcgen.decays.table import DecayTable, TableSource

__all__ = [
    "DecayChain",
    "DecayMode",
    "DecayTable",
    "LineshapeStatements",
    "ModelSignature",
    "Parameter",
    "SignatureProblem",
    "TableSource",
    "forced_chain",
]
