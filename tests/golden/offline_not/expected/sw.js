importScripts("/js/no-worker.[hash].js");
