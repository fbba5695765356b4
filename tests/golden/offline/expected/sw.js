// What every page needs, for static/js/worker.js: URLs with a hash in them, and such as may change.
self.shell = {
  offline: "/leren/offline.html",
  immutable: [
    "/leren/css/site.[hash].css",
    "/leren/css/reading.[hash].css",
    "/leren/js/site.[hash].js",
    "/leren/js/certificate.[hash].js",
    "/leren/js/checklist.[hash].js",
    "/leren/js/confirm.[hash].js",
    "/leren/js/device.[hash].js",
    "/leren/js/files.[hash].js",
    "/leren/js/notes.[hash].js",
    "/leren/js/offline.[hash].js",
    "/leren/js/progress.[hash].js",
    "/leren/js/quiz.[hash].js",
    "/leren/js/reading.[hash].js",
    "/leren/js/share.[hash].js",
    "/leren/js/theme.[hash].js",
    "/leren/css/own.32096763.css",
  ],
  revalidate: [
    "/leren/favicon.svg",
    "/leren/css/accent.css",
    "/leren/",
    "/leren/course/",
  ],
};
importScripts("/leren/js/worker.[hash].js");
