//! The pictures that the documents of a site show, as the stages get them.

use std::sync::Arc;

use super::{Inventory, KEPT, Settings};
use crate::assets::picture::Encoding;
use crate::assets::{self, Making, Manner, Pictures};
use crate::config::Config;
use crate::diagnostic::Diagnostics;
use crate::site::{self, Picture, Variant};
use crate::source::Document;

/// Reads what is shown; what is known from before and is as it was is not read again.
pub(super) fn discover(
    settings: &Settings,
    config: &Config,
    documents: &[Arc<Document>],
    inventory: &Inventory,
    before: Option<&Pictures>,
    diagnostics: &mut Diagnostics,
) -> Pictures {
    let making = match settings.pictures {
        // Nothing of it would be written.
        Making::All if diagnostics.has_errors() => Making::Nothing,
        making => making,
    };
    let webp = config.pictures.webp.then_some(Encoding::WebP);
    let manner = Manner {
        root: settings.root.clone(),
        kept: settings.root.join(KEPT).join("pictures"),
        widths: config.pictures.widths.clone(),
        formats: webp.into_iter().collect(),
        making,
    };
    let shown = site::shown(documents.iter().map(|document| &**document));
    let files = inventory.stamped_files();
    let is_shown = |file| shown.contains(file) && assets::is_picture(file);
    let files: Vec<_> = files.filter(|(file, _)| is_shown(file)).collect();
    Pictures::discover(manner, &files, before, diagnostics)
}

/// What a page needs to know of them.
pub(super) fn of_site(pictures: &Pictures) -> site::Pictures {
    let variant = |variant: &assets::picture::Variant| Variant {
        width: variant.width,
        extension: variant.encoding.extension(),
    };
    let picture = |picture: &assets::Picture| Picture {
        size: picture.facts.width.zip(picture.facts.height),
        hash: picture.hash.to_hex()[..8].to_owned(),
        variants: picture.variants.iter().map(variant).collect(),
    };
    pictures.iter().map(|(file, one)| (file.clone(), picture(one))).collect()
}
