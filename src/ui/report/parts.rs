//! Pieces that the page is made of.

use maud::{Markup, PreEscaped, html};

use crate::domain::text::harmless;
use crate::ui::chart::figure::Figure;
use crate::ui::chart::plot;

/// A text with its control characters made harmless; whatever is left is escaped when it is written.
pub(super) fn say(text: &str) -> String {
    harmless(text).into_owned()
}

/// A text of the user's: it may run from right to left without turning its neighbours round.
pub(super) fn quoted(text: &str) -> Markup {
    html! { bdi { (say(text)) } }
}

/// Names with their values.
pub(super) fn facts(facts: &[(&str, String)]) -> Markup {
    html! {
        dl {
            @for (name, value) in facts {
                div { dt { (name) } dd { (quoted(value)) } }
            }
        }
    }
}

/// A table that can be scrolled sideways with the keyboard where it is too wide.
pub(super) fn table(caption: &str, head: &[String], rows: &[Vec<String>]) -> Markup {
    html! {
        div.table role="region" aria-label=(say(caption)) tabindex="0" {
            table {
                caption.unseen { (say(caption)) }
                thead { tr { @for name in head { th scope="col" { (say(name)) } } } }
                tbody {
                    @for row in rows {
                        tr {
                            @for (n, cell) in row.iter().enumerate() {
                                @if n == 0 {
                                    th scope="row" { (quoted(cell)) }
                                } @else {
                                    td { (quoted(cell)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A figure: its words, its picture, and its numbers behind a lid.
pub(super) fn figure(figure: &Figure) -> Markup {
    html! {
        figure id=(figure.key) {
            figcaption {
                h3 { (say(&figure.title)) }
                p { (say(&figure.about)) }
            }
            @if figure.is_empty() {
                p.none { "Nothing yet." }
            } @else {
                div.picture role="region" aria-label={ "Picture of " (say(&figure.title)) } tabindex="0" {
                    (PreEscaped(plot::inline(figure)))
                }
            }
            @if !figure.table.rows.is_empty() {
                details {
                    summary { "The numbers" span.unseen { " of " (say(&figure.title)) } }
                    (table(&figure.title, &figure.table.head, &figure.table.rows))
                }
            }
        }
    }
}
