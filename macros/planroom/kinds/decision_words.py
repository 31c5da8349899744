"""What people call the parts of a decision, in many languages.

Labels, headings, and verbs between decisions.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from planroom.patterns import late

_COMMENT = late(r"<!--.*?(?:-->|$)")
_TAG = late(r"</?[A-Za-z][^<>]*>")
_LINK = late(r"!?\[([^\[\]]*)\](?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\[\]]*\])")
_SHORTCODE = late(r":[a-z][a-z0-9_+-]*:")
_EMPHASIS = late(r"(?<!\w)[*_~]+|[*_~]+(?!\w)|`+")
_LETTERS = str.maketrans({"ي": "ی", "ك": "ک", "\u200c": " ", "\u00a0": " "})


@lru_cache(maxsize=16384)
def plain_words(text: str) -> str:
    """Markdown text as the words a reader sees: no markup, comments, pictures or emoji.

    Case and accents kept.
    """
    if "<" in text:
        text = _TAG.sub(" ", _COMMENT.sub(" ", text))
    text = _SHORTCODE.sub(" ", _LINK.sub(r"\1", text) if "[" in text else text)
    text = _EMPHASIS.sub("", text).replace("\\", "")
    if not text.isascii():
        text = "".join(char if not _is_picture(char) else " " for char in text)
    return " ".join(text.split())


def _is_picture(char: str) -> bool:
    """Emoji and what joins them; a plain `+` or `|` is no picture."""
    return ord(char) > 127 and (
        unicodedata.category(char) in ("So", "Sk", "Cn") or char in "\ufe0f\u200d\u20e3"
    )


@lru_cache(maxsize=16384)
def folded(text: str) -> str:
    """Words made comparable.

    Lower case, no accents, one form for letters that keyboards write in two ways.
    """
    if text.isascii():
        return " ".join(text.lower().split())
    text = unicodedata.normalize("NFKD", text.translate(_LETTERS)).casefold()
    return " ".join("".join(char for char in text if not unicodedata.combining(char)).split())


def _table(rows: dict[str, str]) -> dict[str, str]:
    """`{meaning: "word, word"}` turned round: each word, folded, with its meaning."""
    return {folded(word.strip()): meaning for meaning, words in rows.items() for word in words.split(",")}


LABELS = _table(
    {
        "status": """
            status, statut, statuts, estado, stato, état, situação, stand, статус, состояние, 状态,
            狀態, ステータス, 状態, 상태, وضعیت, durum, stav, statusen, decision status, adr status
        """,
        "date": """
            date, decision date, date decided, decided on, decided, last updated, updated, last modified,
            date of decision, date accepted, accepted on, approved on, proposed on, date proposed,
            introduced, created, created on, created at, date created, creation date,
            fecha, data, datum, erstellt am, entschieden am, дата, 日期, 日付, 決定日, 作成日, 更新日,
            날짜, تاریخ, tarih
        """,
        "deciders": """
            deciders, decision-makers, decision makers, decision maker, decider, décideurs,
            décideur, entscheider, entscheidungsträger, decisores, responsables de la decisión,
            decisori, tomadores de decisão, beslissers, beslisser,
            decydenci, beslutsfattare, karar verenler, decisionmakers, участники решения, принимающие решение,
            决策者, 決定者, 決策者, 决策人, تصمیم گیرندگان
        """,
        "consulted": """
            consulted, consultés, consulté, konsultiert, consultados, consultati
        """,
        "informed": """
            informed, informés, informé, informiert, informados, informati
        """,
        "tags": """
            tags, tag, keywords, labels, étiquettes, schlagworte, etiquetas, etichette, теги, 标签
        """,
        "systems": """
            systems, system, systèmes, systeme, sistemas, sistemi
        """,
        "applies-to": """
            applies-to, applies to, appliesto
        """,
        "review-by": """
            review-by, review by, reviewby, review on, review date
        """,
        "lang": """
            lang
        """,
    }
)
"""What stands before the colon of a bullet, or in the heading of a section, and the part it names."""

VERBS = _table(
    {
        "superseded-by": """
            superseded by, superceded by, superseded with, supersededby, superseded-by, replaced by,
            replaced-by, replacedby, obsoleted by, overridden by, remplacé par, remplacée par,
            remplacee par, ersetzt durch, abgelöst durch, überholt durch, reemplazado por,
            reemplazada por, sustituido por, sustituida por, sostituito da, sostituita da, superato
            da, superata da, substituído por, substituída por, vervangen door, zastąpione przez,
            zastąpiona przez, nahrazeno, ersatt av, заменено на, заменен на, заменено,
            被取代, جایگزین شده با, جایگزین شده توسط
        """,
        "supersedes": """
            supersedes, supercedes, supersede, replaces, obsoletes, remplace, ersetzt adr, löst ab,
            reemplaza a, reemplaza, sustituye a, sustituye, sostituisce, substitui, заменяет, 取代了,
            替代了, جایگزین
        """,
        "amended-by": """
            amended by, amended-by, amendedby, modified by, updated by, clarified by, revised by,
            modifié par, modifiée par, geändert durch, ergänzt durch, modificado por, modificata da
        """,
        "amends": """
            amends, amend, modifies, updates, clarifies, revises, modifie, ändert, ergänzt, modifica
        """,
        "relates-to": """
            relates to, relates-to, relatesto, related to, related, related-to, see also, extends,
            extended by, refines, refined by, builds on, builds upon, depends on, enabled by,
            enables, lié à, bezieht sich auf, relacionado con, relacionado com, correlato a
        """,
    }
)
"""The words of a relation and the verb they come down to."""

LINKS_HEADINGS = frozenset(
    folded(word)
    for word in (
        *("links", "related decisions", "related adrs", "related", "relations", "relationships"),
        "more information",
    )
)
"""Sections whose bullets may state relations."""

METADATA_HEADINGS = frozenset(
    folded(word)
    for word in (
        *("metadata", "meta", "meta data", "adr metadata", "decision metadata", "document information"),
        *(
            "metadaten",
            "métadonnées",
            "metadatos",
            "metadati",
            "metadados",
            "метаданные",
            "元数据",
            "メタデータ",
        ),
    )
)
"""Sections that state what other files state above their first section."""

HISTORY_HEADINGS = frozenset(
    folded(word)
    for word in (
        *("changelog", "change log", "history", "revision history", "version history", "document history"),
        *(
            "changes",
            "change history",
            "revisions",
            "historique",
            "änderungshistorie",
            "änderungen",
            "historie",
            "historial",
        ),
        *("cronologia", "histórico", "история изменений", "变更记录", "更新历史", "修订记录", "変更履歴"),
    )
)
"""Sections whose entries begin with a date."""

_BODY = _table(
    {
        "context": """
            context, context and problem statement, context & problem statement, problem statement,
            problem, background, issue, motivation, contexte, contexte et problème, kontext, kontext
            und problemstellung, contexto, contexto y problema, contesto, kontekst, контекст,
            上下文, 背景, 问题, コンテキスト, 課題, 배경, 맥락, bağlam, زمینه
        """,
        "decision": """
            decision, decisions, decision outcome, outcome, resolution, proposal, proposed solution,
            solution, décision, résultat de la décision, entscheidung, decisión, decisione, decisão,
            beslissing, besluit, decyzja, rozhodnutí, beslut, karar, решение, 决策, 决定, 決定, 결정, تصمیم
        """,
        "options": """
            considered options, considered alternatives, options, options considered, alternatives,
            alternatives considered, alternative approaches, rejected alternatives, alternatives
            rejected, options considérées, alternatives envisagées, betrachtete optionen,
            betrachtete alternativen, erwogene optionen, alternativen, opciones consideradas,
            alternativas, opzioni considerate, alternative, alternative considerate, opções
            consideradas, overwogen opties, alternatieven, rozważane opcje,
            rozważane warianty, alternatywy, альтернативы, рассмотренные варианты, 検討した選択肢,
            選択肢, 代替案, 대안, 考虑的选项, 备选方案, 方案, pros and cons of
            the options, alternatives and trade-offs, trade-offs
        """,
        "consequences": """
            consequences, consequence, positive consequences, negative consequences, implications,
            impact, results, expected consequences, consequences and risks, conséquences,
            conséquence, konsequenzen, folgen, auswirkungen, consecuencias, conseguenze,
            consequências, consequência, gevolgen, konsekwencje, důsledky,
            konsekvenser, sonuçlar, последствия, следствия, 后果, 结果, 影响, 結果, 影響, 결과, نتایج, پیامدها
        """,
    }
)

_NUMBERED = late(r"^[\d.]+\)?\s+")
_ASIDE = late(r"\s*[(（\[{<].*$")


@lru_cache(maxsize=16384)
def heading_words(text: str) -> str:
    """A heading's words, comparable: without number, colon and what stands in brackets."""
    words = _NUMBERED.sub("", folded(plain_words(text)))
    return _ASIDE.sub("", words).strip(" :：.?-") or words


def heading_part(text: str) -> str:
    """The part of a body that a heading opens: `context`, `decision`, `options`, `consequences` or `""`."""
    return _BODY.get(heading_words(text), "")
