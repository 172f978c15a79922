//! Columns that stand one below the other.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// What stands for the part of a cell that is cut off.
const CUT: &str = "…";
/// What stands between columns.
const GAP: usize = 2;

/// Which part of a text is left when it is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keep {
    /// All of it; it is never cut.
    Whole,
    /// The start of at least so many columns.
    Start(usize),
    /// The end, as that of a path, of at least so many.
    End(usize),
}

/// Rows of cells as lines, cut to a width where one is given. What may be cut gives way, the widest column first; when that
/// is not enough, lines are cut at their end.
pub(super) fn aligned(rows: &[Vec<String>], keep: &[Keep], width: Option<usize>) -> Vec<String> {
    let columns = keep.len();
    let widest = |column: usize| rows.iter().map(|row| row[column].width()).max().unwrap_or(0);
    let mut widths: Vec<usize> = (0..columns).map(widest).collect();
    if let Some(width) = width {
        narrow(&mut widths, keep, width);
    }
    let line = |row: &Vec<String>| {
        let mut line = String::new();
        for (column, cell) in row.iter().enumerate() {
            let cell = match keep[column] {
                Keep::End(_) => cut_start(cell, widths[column]),
                Keep::Whole | Keep::Start(_) => cut_end(cell, widths[column]),
            };
            let room = widths[column] + GAP - cell.width();
            line.push_str(&cell);
            line.push_str(&" ".repeat(room));
        }
        let line = line.trim_end();
        width.map_or_else(|| line.to_owned(), |width| cut_end(line, width).trim_end().to_owned())
    };
    rows.iter().map(line).collect()
}

/// Takes columns from what may be cut until all fit, or nothing more may be taken.
fn narrow(widths: &mut [usize], keep: &[Keep], width: usize) {
    let least = |column: usize| match keep[column] {
        Keep::Whole => usize::MAX,
        Keep::Start(least) | Keep::End(least) => least,
    };
    let gaps = GAP * widths.len().saturating_sub(1);
    while widths.iter().sum::<usize>() + gaps > width {
        let can_give = (0..widths.len()).filter(|column| widths[*column] > least(*column));
        let Some(column) = can_give.max_by_key(|column| widths[*column]) else {
            break;
        };
        widths[column] -= 1;
    }
}

/// The start of a text within so many columns.
pub(super) fn cut_end(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let kept = within(text.graphemes(true), width);
    kept.concat() + CUT
}

/// The end of a text within so many columns.
fn cut_start(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut kept = within(text.graphemes(true).rev(), width);
    kept.reverse();
    CUT.to_owned() + &kept.concat()
}

/// As many letters as leave room for the sign of the cut.
fn within<'a>(letters: impl Iterator<Item = &'a str>, width: usize) -> Vec<&'a str> {
    let mut room = width.saturating_sub(CUT.width());
    let fits = |letter: &&str| {
        let fits = letter.width() <= room;
        room = room.saturating_sub(letter.width());
        fits
    };
    letters.take_while(fits).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Vec<Vec<String>> {
        let row = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
        vec![
            row(["RW-1", "Orders on PostgreSQL", "rewrites/0001-orders.md"]),
            row(["RW-12", "影響 of the outage", "rewrites/0012-x.md"]),
        ]
    }

    const KEEP: [Keep; 3] = [Keep::Whole, Keep::Start(8), Keep::End(8)];

    #[test]
    fn wide_letters_count_for_two() {
        let lines = aligned(&rows(), &KEEP, None);
        let column = |line: &str| line.split("rewrites").next().map(UnicodeWidthStr::width);
        assert_eq!(column(&lines[0]), column(&lines[1]), "{lines:#?}");
    }

    #[test]
    fn lines_fit_the_terminal() {
        for width in [70, 50, 40, 30, 20, 3, 0] {
            for line in aligned(&rows(), &KEEP, Some(width)) {
                assert!(line.width() <= width.max(1), "{width}: {line}");
            }
        }
        let lines = aligned(&rows(), &KEEP, Some(40));
        assert_eq!(
            lines,
            [
                "RW-1   Orders on Postg…  …0001-orders.md",
                "RW-12  影響 of the out…  …ites/0012-x.md"
            ]
        );
    }
}
