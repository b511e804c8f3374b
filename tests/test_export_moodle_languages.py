"""Worksheets of Moodle in other languages are recognised, by their titles or by what stands in them.

Titles: github.com/projectestac/moodle-langpacks: de/assign.php at acd7a11 (recordid `ID`, maxgrade `Bestwertung`,
gradecanbechanged, lastmodifiedgrade, hiddenuser `Teilnehmer/in`), fr/moodle.php at 098d428 (idnumber);
the same strings of fr, es, it, pt_br and ca are those of the packs and of worksheets in public repositories.
Order: github.com/moodle/moodle, mod/assign/gradingtable.php.
"""

import csv
import io

import pytest
from made_results import result

from autograder.errors import UsageError
from autograder.export.moodle import Columns, moodle
from autograder.export.worksheet import parse
from autograder.submission.roster import read_roster

AFTER = "Lundi,-"
SHEETS = {  # titles; what a participant, "yes" and "no" are called
    "de": (
        "ID,Vollständiger Name,ID-Nummer,E-Mail-Adresse,Status,Bewertung,Bestwertung,"
        "Bewertung kann geändert werden,Zuletzt geändert (Abgabe),Zuletzt geändert (Bewertung)",
        ("Teilnehmer/in", "Ja", "Nein"),
    ),
    "fr": (
        "Identifiant,Nom complet,Numéro d'identification,Adresse de courriel,Statut,Note,Note maximale,"
        "La note peut être modifiée,Dernière modification (travail remis),Dernière modification (note)",
        ("Participant ", "Oui", "Non"),
    ),
    "es": (
        "Identificador,Nombre completo,Número de ID,Dirección de correo,Estado,Calificación,Calificación máxima,"
        "La calificación puede ser cambiada,Última modificación (entrega),Última modificación (calificación)",
        ("Participante ", "Sí", "No"),
    ),
    "it": (
        "Identificativo,Nome completo,Codice identificativo,Mail,Stato,Valutazione,Valutazione massima,"
        "La valutazione può essere cambiata,Ultima modifica (consegna),Ultima modifica (valutazione)",
        ("Partecipante ", "Sì", "No"),
    ),
    "pt_br": (
        "Identificador,Nome completo,Número de identificação,Mail,Status,Nota,Nota máxima,"
        "Nota pode ser alterada,Última modificação (envio),Última modificação (nota)",
        ("Participante", "Sim", "Não"),
    ),
    "none that is known": ("a,b,c,d,e,f,g,h,i,j", ("Nobody ", "Aye", "No")),
}


def sheet_of(language, locked=False, rows=("Ada Lovelace", "Alan Turing"), tail=("", "7.00")):
    titles, (participant, yes, no) = SHEETS[language]
    lines = [
        f'{participant}{n},{name},S{n},{name[:2].lower()}@u.org,Sent,{grade},"20,00",'
        f"{no if locked and n == 7 else yes},{AFTER}"
        for n, (name, grade) in enumerate(zip(rows, tail, strict=True), 7)
    ]
    return "\ufeff" + "\n".join([titles, *lines]) + "\n"


def grades(made):
    text = made.content.decode("utf-8-sig") if made.content else ""
    return [row[5] for row in csv.reader(io.StringIO(text))][1:]


def filled(sheet, *results, **columns):
    return moodle(results, parse(sheet.encode(), "sheet.csv"), Columns(**columns))


KNOWN_AS = {
    "number": {"ids": {"moodle": "7", "name": "Ada Lovelace"}},
    "name": {"student": "Ada Lovelace"},
    "mail": {"ids": {"mail": "ad@u.org"}},
    "sid": {"ids": {"sid": "S7"}},
}


@pytest.mark.parametrize("language", SHEETS)
@pytest.mark.parametrize("known", KNOWN_AS)
def test_a_student_is_found_and_the_grade_entered(language, known):
    if (language, known) == ("none that is known", "sid"):
        made = filled(sheet_of(language), result(**KNOWN_AS[known]), known_by=("c",))
    else:
        made = filled(sheet_of(language), result(**KNOWN_AS[known]))
    assert grades(made) == ["17.5", "7.00"]


@pytest.mark.parametrize("language", SHEETS)
def test_a_grade_above_the_highest_is_entered_as_the_highest(language):
    assert grades(filled(sheet_of(language), result(student="Ada Lovelace", score=22.0)))[0] == "20"


@pytest.mark.parametrize("language", SHEETS)
def test_a_locked_row_is_told_in_the_languages_own_word(language):
    made = filled(sheet_of(language, locked=True), result(student="Ada Lovelace"))
    assert made.problems == ("not entered: Ada Lovelace (a1_pooling): Moodle says it is locked",)


@pytest.mark.parametrize("language", SHEETS)
def test_a_number_of_another_assignment_is_refused(language):
    with pytest.raises(UsageError, match="is this the worksheet of another assignment"):
        filled(sheet_of(language), result(ids={"moodle": "7", "name": "Grace Hopper"}))


@pytest.mark.parametrize("language", SHEETS)
def test_blind_marking_hides_names_and_fills_by_number(language):
    titles, (participant, yes, _) = SHEETS[language]
    names = titles.split(",")
    header = ",".join([names[0], *names[4:]])
    rows = [f'{participant}{n},Sent,,"20,00",{yes},{AFTER}' for n in (7, 8, 9)]
    ids = {"moodle": "8", "name": participant.strip()}
    made = filled("\n".join([header, *rows]) + "\n", result(ids=ids))
    text = made.content.decode()
    assert [row[2] for row in csv.reader(io.StringIO(text))][1:] == ["", "17.5", ""]


UNKNOWN = "a,b,c\nx,Ada,1\ny,Alan,2\n"


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({}, ("the grade", "'a', 'b', 'c'", "--column TITLE")),
        ({"grade": "c"}, ("students are known by", "'a', 'b', 'c'", "--match TITLE")),
    ],
)
def test_what_nothing_tells_is_refused_with_the_titles_and_the_option(columns, words):
    with pytest.raises(UsageError) as refusal:
        filled(UNKNOWN, result(), **columns)
    assert all(word in str(refusal.value) for word in words), refusal.value


def test_two_columns_of_the_same_number_are_not_guessed_at():
    sheet = sheet_of("none that is known").replace("Sent,", "5,").replace(",-", ",5")
    sheet = sheet.replace(",7.00,", ",5,").replace(",,", ",5,")
    with pytest.raises(UsageError, match="nothing tells which column is the grade"):
        filled(sheet, result(student="Ada Lovelace"))


@pytest.mark.parametrize("language", [language for language in SHEETS if len(language) < 6])
def test_a_worksheet_is_a_roster_in_each_language(tmp_path, language):
    path = tmp_path / "sheet.csv"
    path.write_text(sheet_of(language), encoding="utf-8")
    ada, alan = read_roster(path)
    assert {key: ada.ids[key] for key in ("moodle", "name", "sid")} == {
        "moodle": "7",
        "name": "Ada Lovelace",
        "sid": "S7",
    }
    assert alan.ids["moodle"] == "8"


@pytest.mark.parametrize(
    "titles",
    [
        "First name,Last name,ID number,Email address",
        "Vorname,Nachname,ID-Nummer,E-Mail-Adresse",
        "Prénom,Nom,Numéro d'identification,Adresse de courriel",
        "Nombre,Apellido(s),Número de ID,Dirección de correo",
    ],
)
def test_the_grader_report_is_a_roster_in_each_language(tmp_path, titles):
    path = tmp_path / "report.csv"
    path.write_text(f"{titles}\nAda,Lovelace,S1,ada@u.org\n", encoding="utf-8")
    (ada,) = read_roster(path)
    assert ada.ids == {"sid": "S1", "mail": "ada@u.org", "name": "Ada Lovelace"}
