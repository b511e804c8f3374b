"""What Moodle calls the columns of its worksheets and gradebooks, in several languages.

The strings recordid, fullname, username, idnumber, email, firstname, lastname, grade and maxgrade of
Moodle's language packs, such as github.com/projectestac/moodle-langpacks, de/assign.php at acd7a11. A language that is not here is told by what stands in the columns: see `export/moodle_columns.py`.
"""

TITLES = {
    "identifier": ("Identifier", "ID", "Identifiant", "Identificador", "Identificativo"),
    "login": (
        "Username", "Anmeldename", "Nom d'utilisateur", "Nom d’utilisateur", "Nombre de usuario",
        "Identificação de usuário", "Nome de utilizador", "Gebruikersnaam",
    ),
    "sid": (
        "ID number", "ID-Nummer", "ID-nummer", "Numéro d'identification", "Numéro d’identification",
        "Número de ID", "Codice identificativo", "Número de identificação",
    ),
    "mail": (
        "Email address", "E-Mail-Adresse", "Adresse de courriel", "Dirección de correo",
        "Adreça electrònica",
    ),
    "name": (
        "Full name", "Vollständiger Name", "Nom complet", "Nombre completo", "Nome completo",
        "Volledige naam",
    ),
    "first": ("First name", "Vorname", "Prénom", "Nombre", "Nome", "Voornaam"),
    "last": (
        "Last name", "Surname", "Nachname", "Nom", "Nom de famille", "Apellido(s)", "Apellidos",
        "Cognome", "Sobrenome", "Apelido", "Achternaam",
    ),
    "grade": ("Grade", "Bewertung", "Note", "Calificación", "Valutazione", "Nota", "Qualificació"),
    "maximum": (
        "Maximum Grade", "Bestwertung", "Note maximale", "Calificación máxima", "Valutazione massima",
        "Nota máxima", "Qualificació màxima",
    ),
}  # fmt: skip
NO = {"no", "nein", "non", "nee", "não", "nej", "nei"}  # in the column of what can be changed


def role_of(title: str) -> str:
    """What a column of this title holds, a key of `TITLES`; "" where that is not known."""
    return _ROLES.get(title.strip().casefold(), "")


_ROLES = {title.casefold(): role for role, titles in TITLES.items() for title in titles}
