# %% [markdown]
# # Validate a dimension
#
# Does a dimension of framing-compare find in your texts what it says it finds? Draw sentences, code
# them twice, see how far the coders agree, how often the lexicon is right and how much it misses.
# What the steps do: the page *Coding by hand* of the documentation.
#
# The event is a sample with invented outlets. Take a corpus of your own and 300 sentences.
# %%
import random
import shlex
import tempfile
from pathlib import Path

import pandas as pd

import framing
from framing.__main__ import main as command

study = Path(tempfile.mkdtemp()) / "study"


def run(line):
    """Run a line of the command line: the same as `framing ...` in a terminal."""
    command(shlex.split(line))


# %% [markdown]
# ## Draw and give out
#
# Half of the sentences have a hit, half have none; coders see neither outlet nor score.
# %%
run(f"code sample {framing.sample()} --dimension order-dignity --n 80 --seed 1 --out {study}")
run(f"code sheet {study} --coder anna --coder ben")
pd.read_csv(study / "sample.csv").head(3)
# %% [markdown]
# Coders get the files in `study/sheets` and nothing else. `key.csv` says what the lexicon found.
# %%
key = pd.read_csv(study / "key.csv", keep_default_na=False).set_index("unit")
key.groupby("stratum")[["population"]].agg(["first", "size"])
# %% [markdown]
# ## Code
#
# People do this, apart from each other. For this notebook two made-up coders do it, who take a
# wrong code now and then. The lexicon is nearly always right for them, and misses one in eight.
# %%
truth = random.Random("truth")
told = {
    unit: pole or ("dignity" if truth.random() < 0.12 else "neither")
    for unit, pole in key["pole"].items()
}
for coder in ("anna", "ben"):
    chance = random.Random(coder)
    path = study / "sheets" / f"{coder}.csv"
    sheet = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    sheet["leaning"] = [
        "neither" if chance.random() < 0.06 else told[unit] for unit in sheet["unit"]
    ]
    sheet.to_csv(path, index=False)
# %% [markdown]
# ## Agreement
# %%
run(f"code merge {study}/sheets/anna.csv {study}/sheets/ben.csv --out {study}/agreement")
pd.read_csv(study / "agreement" / "disagreements.csv")[["text", "anna", "ben"]]
# %% [markdown]
# ## Precision, recall, and what they mean for the outlets
# %%
run(f"code validate {study} {study}/agreement/merged.csv --out {study}/validity")
validity = pd.read_csv(study / "validity" / "validity.csv")
validity[(validity["pole"] == "all") & (validity["voice"] == "all")]
# %% [markdown]
# The part of each outlet's sentences that tell it as a matter of dignity: as the lexicon has it,
# and corrected for what the coders saw (design-based supervised learning, Egami and others 2023).
# %%
outlets = pd.read_csv(study / "validity" / "outlets.csv")
dignity = outlets[(outlets["quantity"] == "dignity") & (outlets["voice"] == "all")]
dignity[["outlet", "measured", "corrected", "low", "high", "n_coded", "n_units"]]
# %%
assert dignity["corrected"].notna().all()
print((study / "validity" / "methods.md").read_text(encoding="utf-8")[:900])
