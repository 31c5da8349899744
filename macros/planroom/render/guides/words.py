"""The few words around the guidance in its languages."""

from __future__ import annotations

from planroom.kinds.words import Words, words

NAMES = {"en": "English", "it": "Italiano"}
"""The languages in their own words."""

GROUPS = {
    "role": words({"en": "The role", "it": "Il ruolo"}),
    "work": words({"en": "How the work goes", "it": "Come procede il lavoro"}),
    "principles": words({"en": "Principles", "it": "Principi"}),
    "quality": words({"en": "Judging a design", "it": "Giudicare un progetto"}),
    "areas": words({"en": "What there is to know", "it": "Che cosa c'è da sapere"}),
    "tools": words({"en": "Tools and examples", "it": "Strumenti ed esempi"}),
}
"""The parts of the index, in order."""

_SAID = {
    "guidance": {"en": "Guidance", "it": "Guida"},
    "lede": {
        "en": "What a backend architect does, when, and how good work is told from bad.",
        "it": "Che cosa fa un backend architect, quando, e come si riconosce un buon lavoro.",
    },
    "target": {"en": "Target", "it": "Obiettivo"},
    "of": {"en": "of", "it": "di"},
    "questions": {"en": "questions", "it": "domande"},
    "met": {"en": "met", "it": "raggiunto"},
    "short": {"en": "{} short", "it": "ne manca {}"},
    "shorts": {"en": "{} short", "it": "ne mancano {}"},
    "check": {"en": "Check", "it": "Controllo"},
    "severity": {"en": "Severity", "it": "Gravità"},
    "rule": {"en": "Rule", "it": "Regola"},
    "found": {"en": "Found now", "it": "Trovati ora"},
    "none": {"en": "none", "it": "nessuno"},
    "error": {"en": "Error", "it": "Errore"},
    "warning": {"en": "Warning", "it": "Avviso"},
    "info": {"en": "Info", "it": "Nota"},
    "question": {"en": "Question", "it": "Domanda"},
    "why": {"en": "Why, and what to do", "it": "Perché, e che cosa fare"},
    "judged_by": {"en": "Judged by", "it": "Giudicata da"},
    "a_person": {"en": "a person", "it": "una persona"},
    "the_design": {"en": "the design", "it": "il progetto"},
    "principle": {"en": "Principle", "it": "Principio"},
    "asks": {"en": "What it asks", "it": "Che cosa chiede"},
    "not_judged": {"en": "scored, not judged", "it": "contato, non giudicato"},
    "tier": {"en": "Tier", "it": "Livello"},
    "phrases": {"en": "Phrases", "it": "Frasi"},
    "model": {"en": "Model", "it": "Modello"},
    "answer_within": {"en": "Answer within", "it": "Risposta entro"},
    "work": {"en": "Work", "it": "Lavoro"},
    "who": {"en": "Who", "it": "Chi"},
    "what": {"en": "What it is", "it": "Che cos'è"},
    "architect": {"en": "the backend architect", "it": "il backend architect"},
    "also": {"en": "also called", "it": "detto anche"},
    "step": {"en": "Step", "it": "Passo"},
    "does_it": {"en": "What does it", "it": "Come si fa"},
    "done_by": {"en": "Done by", "it": "Fatto da"},
    "pattern": {"en": "Pattern", "it": "Pattern"},
    "does": {"en": "What it does", "it": "Che cosa fa"},
    "part": {"en": "Part", "it": "Parte"},
}


def say(key: str, language: str) -> str:
    """A word of the pages around the guidance."""
    return words(_SAID[key]).of(language)


def group(name: str) -> Words:
    """The title of a part of the index."""
    return GROUPS[name]
