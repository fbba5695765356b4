{% if site.offline_url -%}
// What every page needs, for static/js/worker.js: URLs with a hash in them, and such as may change.
self.shell = {
  offline: {{ site.offline_url | json }},
  immutable: [
    {%- for name in ["css/site.css", "css/reading.css", "js/site.js", "js/certificate.js", "js/checklist.js", "js/confirm.js", "js/device.js", "js/files.js", "js/notes.js", "js/offline.js", "js/progress.js", "js/quiz.js", "js/reading.js", "js/share.js", "js/theme.js"] %}
    {{ asset(path=name) | json }},
    {%- endfor %}
    {%- for url in site.theme.css %}
    {{ url | json }},
    {%- endfor %}
    {%- for url in site.theme.js %}
    {{ url | json }},
    {%- endfor %}
  ],
  revalidate: [
    {{ asset(path="favicon.svg") | json }},
    {%- if site.theme.accent_url %}
    {{ site.theme.accent_url | json }},
    {%- endif %}
    {{ site.url | json }},
    {%- for course in site.courses %}
    {{ course.url | json }},
    {%- endfor %}
  ],
};
importScripts({{ asset(path="js/worker.js") | json }});
{%- else -%}
importScripts({{ asset(path="js/no-worker.js") | json }});
{%- endif %}
