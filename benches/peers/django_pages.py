"""The peer of the web application: two pages by Django over the same database, one list and one placement.

It shows the current version of fifty placements with the names of person and home, and everything recorded about one
placement. It signs nobody in, checks no right, notes no read, and works out no rate and no amount due: less than Oast
does for the same two pages.
"""

import os
from datetime import date

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import Http404
from django.shortcuts import render
from django.urls import path

ROWS = 50
TEMPLATES = {
    "frame.html": """<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>{% block title %}{% endblock %}
</title></head><body><header><a href="/">Oast</a></header><main>{% block main %}{% endblock %}</main></body></html>""",
    "list.html": """{% extends "frame.html" %}{% block title %}Placements{% endblock %}{% block main %}
<h1>Placements</h1><p>{{ count }} placements</p><table><thead><tr><th>Person</th><th>Care home</th><th>Category</th>
<th>Route</th><th>Since</th><th>Until</th></tr></thead><tbody>{% for row in rows %}<tr>
<td><a href="{% url 'show' row.placement_id %}">{{ row.given_name }} {{ row.family_name }}</a>
<span>{{ row.placement_id }}</span></td><td>{{ row.home }}</td><td>{{ row.category|capfirst }}</td>
<td>{{ row.route|capfirst }}</td><td>{{ row.started_on }}</td><td>{{ row.ended_on|default:"" }}</td></tr>{% endfor %}
</tbody></table>{% endblock %}""",
    "show.html": """{% extends "frame.html" %}{% block title %}{{ placement.placement_id }}{% endblock %}
{% block main %}<h1>{{ placement.given_name }} {{ placement.family_name }}</h1><dl>{% for name, value in placement.items %}
<dt>{{ name }}</dt><dd>{{ value|default:"" }}</dd>{% endfor %}</dl>{% for title, rows in parts %}<h2>{{ title }}</h2>
<table>{% for row in rows %}<tr>{% for value in row.values %}<td>{{ value|default:"" }}</td>{% endfor %}</tr>{% endfor %}
</table>{% endfor %}{% endblock %}""",
}
PARTS = ("category_changes", "absences", "one_to_one", "contributions", "notices", "postings")

CURRENT = """
SELECT p.*, n.given_name, n.family_name, h.name AS home
FROM placements p
JOIN people n ON n.authority = p.authority AND n.person_id = p.person_id
  AND n.seq = (SELECT MAX(seq) FROM people WHERE authority = n.authority AND person_id = n.person_id)
JOIN homes h ON h.authority = p.authority AND h.home_id = p.home_id
  AND h.seq = (SELECT MAX(seq) FROM homes WHERE authority = h.authority AND home_id = h.home_id)
WHERE p.authority = 'kent' AND p.withdrawn = 0
  AND p.seq = (SELECT MAX(seq) FROM placements WHERE authority = p.authority AND placement_id = p.placement_id)
"""
LIVES_THERE = " AND p.started_on <= %s AND (p.ended_on IS NULL OR p.ended_on > %s)"
COUNT = f"SELECT COUNT(*) FROM ({CURRENT}{LIVES_THERE})"


def asked(question, *values):
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def listed(request):
    day = date.today().isoformat()
    count = asked(COUNT, day, day)[0]["COUNT(*)"]
    rows = asked(f"{CURRENT}{LIVES_THERE} ORDER BY p.placement_id LIMIT {ROWS}", day, day)
    return render(request, "list.html", {"count": count, "rows": rows})


def show(request, placement):
    found = asked(f"{CURRENT} AND p.placement_id = %s", placement)
    if not found:
        raise Http404
    parts = [
        (name, asked(f"SELECT * FROM {name} WHERE authority = 'kent' AND placement_id = %s", placement))
        for name in PARTS
    ]
    return render(request, "show.html", {"placement": found[0], "parts": parts})


urlpatterns = [path("placements", listed), path("placements/<str:placement>", show, name="show")]

settings.configure(
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    MIDDLEWARE=["django.middleware.gzip.GZipMiddleware", "django.middleware.common.CommonMiddleware"],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {"loaders": [("django.template.loaders.cached.Loader", [
                ("django.template.loaders.locmem.Loader", TEMPLATES)
            ])]},
        }
    ],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": f"file:{os.environ.get('OAST_BENCH_DATABASE', '')}?mode=ro",
            "OPTIONS": {"uri": True},
            "CONN_MAX_AGE": None,
        }
    },
)
django.setup()
application = get_wsgi_application()
