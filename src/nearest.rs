//! stub
/// stub
pub fn nearest<'a>(wanted: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    candidates.into_iter().map(|c| (strsim::osa_distance(wanted, c), c)).filter(|(d, c)| *d <= 1 + c.len() / 3).min().map(|(_, c)| c)
}
