//! stub
/// stub
pub fn slugify(text: &str) -> Option<String> {
    let s: String = text.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let s = s.split('-').filter(|p| !p.is_empty()).collect::<Vec<_>>().join("-");
    (!s.is_empty()).then_some(s)
}
/// stub
pub fn is_reserved(_: &str) -> bool { false }
/// stub
pub fn sort_key(text: &str) -> (String, String) { (text.to_lowercase(), text.to_owned()) }
