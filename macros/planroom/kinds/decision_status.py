"""The status of a decision: six words for all languages, and nothing guessed.

Real decisions say it in ten languages, with emoji, dates and asides. One table maps the words; what is
not in it is `UNKNOWN`, and the raw words are kept beside it.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from planroom.kinds.decision_words import folded, plain_words
from planroom.patterns import late


class Status(StrEnum):
    """Where a decision stands."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    DEPRECATED = "deprecated"
    SUPERSEDED = "superseded"
    UNKNOWN = "unknown"


_WORDS: dict[Status, str] = {
    Status.PROPOSED: """
        proposed, proposal, draft, drafted, pending, pending review, in review, under review, under
          discussion, in discussion, open, rfc, request for comments, in progress, wip, work in
          progress,
        proposé, proposée, proposition, brouillon, en cours, en discussion, en revue,
        vorgeschlagen, vorschlag, entwurf, in diskussion, in prüfung, offen,
        propuesto, propuesta, borrador, en revisión, en discusión,
        proposto, proposta, bozza, in discussione, in revisione,
        voorgesteld, voorstel, concept, in behandeling,
        proponowane, proponowana, zaproponowane, zaproponowana, propozycja, szkic, w trakcie,
        navrženo, návrh, föreslagen, utkast, önerildi, taslak,
        제안, 제안됨, 초안, 검토 중,
        rascunho, em revisão, em discussão, em análise,
        提议, 提案, 提議, 建议, 草案, 草稿, 待定, 讨论中, 評審中, 评审中, 提案中, 下書き,
        предложено, предложен, предложена, черновик, на рассмотрении, на обсуждении,
        پیشنهاد شده, پیشنهادی, پیشنهاد, پیش نویس, در حال بررسی
    """,
    Status.ACCEPTED: """
        accepted, accept, approved, adopted, decided, agreed, implemented, done, complete, completed,
          active, in force, final, ratified, in effect,
        accepté, acceptée, approuvé, approuvée, adopté, adoptée, validé, validée, décidé, décidée,
          terminé,
        akzeptiert, angenommen, genehmigt, beschlossen, entschieden, umgesetzt, verabschiedet,
        aceptado, aceptada, aprobado, aprobada, adoptado, adoptada, decidido, decidida, implementado,
        geaccepteerd, aanvaard, goedgekeurd, besloten, aangenomen,
        zaakceptowane, zaakceptowana, zaakceptowany, zatwierdzone, zatwierdzona, przyjęte, przyjęta,
        přijato, schváleno, accepterad, godkänd, beslutad, kabul edildi, onaylandı,
        승인, 승인됨, 채택, 채택됨, 수락됨,
        accettato, accettata, approvato, approvata, adottato, adottata, deciso, decisa, implementato,
          implementata,
        aceito, aceita, aceite, aprovado, aprovada, adotado, adotada, implementada,
        通过, 已通过, 完成, 已完成, 接受, 已接受, 已采纳, 采纳,
          批准, 已批准, 已实施, 通過, 已接受的, 承認, 承認済み, 採用,
        принято, принят, принята, одобрено, одобрен, утверждено, утвержден, реализовано,
        پذیرفته شده, پذیرفته, تایید شده, تأیید شده, تصویب شده, انجام شده, قبول شده
    """,
    Status.REJECTED: """
        rejected, reject, declined, refused, withdrawn, abandoned, discarded, not accepted, cancelled,
          canceled,
        rejeté, rejetée, refusé, refusée, abandonné, abandonnée, retiré, retirée,
        abgelehnt, verworfen, zurückgezogen,
        rechazado, rechazada, descartado, descartada, retirado, retirada,
        afgewezen, verworpen, ingetrokken,
        odrzucone, odrzucona, odrzucony, wycofane, zamítnuto, avvisad, avslagen, reddedildi,
        거부, 거부됨, 기각, 기각됨, 반려,
        rifiutato, rifiutata, respinto, respinta, scartato, scartata, ritirato, ritirata,
        rejeitado, rejeitada, recusado, recusada, descartada,
        拒绝, 已拒绝, 否决, 已否决, 驳回, 拒絕, 却下,
        отклонено, отклонен, отклонена, отвергнуто, отменено,
        رد شده, رد شد
    """,
    Status.DEPRECATED: """
        deprecated, obsolete, obsoleted, retired, outdated, no longer valid, no longer in force,
        obsolète, déprécié, dépréciée, périmé, périmée, caduc, caduque,
        veraltet, überholt, obsolet, außer kraft,
        obsoleto, obsoleta, en desuso,
        verouderd, vervallen,
        przestarzałe, przestarzała, nieaktualne, nieaktualna, zastaralé, föråldrad,
        폐기, 폐기됨, 더 이상 사용되지 않음,
        deprecato, deprecata, superfluo,
        depreciado, depreciada, descontinuado, descontinuada,
        已弃用, 弃用, 已废弃, 废弃, 已过时, 过时, 棄用, 非推奨, 廃止,
        устарело, устарел, устарела,
        منسوخ, منسوخ شده
    """,
    Status.SUPERSEDED: """
        superseded, superceded, superseeded, replaced,
        remplacé, remplacée, supplanté, supplantée,
        ersetzt, abgelöst,
        reemplazado, reemplazada, sustituido, sustituida, sustituído, sustituída,
        vervangen, zastąpione, zastąpiona, zastąpiony, nahrazeno, ersatt,
        대체, 대체됨,
        sostituito, sostituita, superato, superata, rimpiazzato, rimpiazzata,
        substituído, substituída, suplantado,
        已取代, 已被取代, 被取代, 取代, 已替代, 已被替代, 被替代, 替代, 已替换, 置き換え,
        заменено, заменен, заменена, вытеснено,
        جایگزین شده, جایگزین شد
    """,
}

_BY_WORD = {folded(word): status for status, words in _WORDS.items() for word in words.split(",")}
_LONGEST = max(len(word.split()) for word in _BY_WORD)
_CHOICE = late(r"[|/／、…]|\.\.\.")
_LIST_JOINT = late(r",(?:\s*(?:or|oder|ou|o)\b)?|\b(?:or|oder|ou)\b")
_LISTED = late(r"^\W*[{\[](.*)")
_LEAD = late(r"^(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[./]\d{1,2}[./]\d{2,4})[\s:,\-–—]*")
_STEPS = late(r"\s*(?:→|⇒|->|=>)\s*")
_EDGES = " \t'\"“”‘’«»[](){}<>*_.,;:：!-–—"
_ASIDE = late(
    r"\s*(?:$|[^\w\s]|\d)|\s+(?:not\s+)?(?:yet\s+)?implemented\b|\s+(?:and|as|at|after|but|by|for|from|in|on|per|since|through|to|via|with|am|au|aus|com|con|da|dal|dans"
    r"|de|del|depuis|desde|di|durch|el|em|en|et|für|il|le|mit|par|per|por|pour|seit|und|von|y|door|op|przez|в|на|с|توسط|در)\b"
)
_STRUCK = late(
    r"~~[^~]+~~|<(s|del|strike)>.*?</\1>|\[\.?(?:line-through|strike)\](#{1,2})[^#]+\2", re.IGNORECASE
)
_BOLD = late(r"\*\*[^*]+\*\*")
_BY_ANOTHER = late(r"^已?被.{1,80}?(?:取代|替代)")
_PLACEHOLDER = late(
    r"^\W*\{[^{}]*\}?\W*$|^\W*(?:\.\.\.|…|tbd|status)\W*$|^\W*what is the status\b", re.IGNORECASE
)


@lru_cache(maxsize=16384)
def read_status(text: str) -> Status:
    """What a status in somebody's own words comes down to.

    `UNKNOWN` for a list of choices and for other words.
    """
    if not text or is_placeholder(text):
        return Status.UNKNOWN
    words = folded(plain_words(_chosen(text)))
    last = _STEPS.split(words)[-1]
    return _first_words(_LEAD.sub("", last.strip(_EDGES)))


def is_status_word(text: str) -> bool:
    """Whether a text is a word for a status and says nothing else."""
    return folded(plain_words(text)).strip(_EDGES) in _BY_WORD


@lru_cache(maxsize=16384)
def is_placeholder(text: str) -> bool:
    """Whether these are a template's words: a list of the possible values, or a name in braces."""
    words = folded(plain_words(_chosen(text)))
    if _PLACEHOLDER.match(words):
        return True
    listed = _LISTED.match(words)
    parts = re.split(r"[,|/／、]", listed[1]) if listed else _CHOICE.split(words)
    return len(_named(parts)) > 1 or ("," in words and len(_named(_LIST_JOINT.split(words))) > 2)


def _named(parts: list[str]) -> set[Status]:
    """The statuses that these stretches of words begin with."""
    return {_first_words(part.strip(_EDGES)) for part in parts} - {Status.UNKNOWN}


def _chosen(text: str) -> str:
    """A status as it stands: without what is struck through, of a list of choices the one in bold."""
    text = _STRUCK.sub(" ", text)
    choices = re.split(r"[|/]", text) if "**" in text else []
    bold = [choice for choice in choices if _BOLD.fullmatch(choice.strip())]
    return bold[0] if len(bold) == 1 < len(choices) else text


def _first_words(words: str) -> Status:
    """The status whose words stand first, the longest that fit.

    What follows must be an aside: `accepted (in part 2)`, `rejected by the board`, but not `active
    discussion`.
    """
    if _BY_ANOTHER.match(words):
        return Status.SUPERSEDED
    for end in _word_ends(words):
        status = _BY_WORD.get(words[:end])
        if status is not None:
            return status if _ASIDE.match(words, end) else Status.UNKNOWN
    return Status.UNKNOWN


def _word_ends(words: str) -> list[int]:
    """Where the first words of a text end, longest stretch first."""
    ends = [
        match.end()
        for _, match in zip(range(_LONGEST + 1), re.finditer(r"\w+(?:-\w+)*", words), strict=False)
    ]
    return ends[::-1]
