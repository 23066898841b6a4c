//! The aged balance as a presentation: one slide with the figures and a chart, one with the largest
//! accounts. Chart and table are native, so that they can be edited; the chart carries its workbook.
//!
//! A presentation is an archive of XML parts (ECMA-376, part 1). The parts that never change
//! are files of `pptx/`.

use std::{
    fmt::Write as _,
    io::{Cursor, Seek, Write},
};

use kernel::{Money, MoneyError};
use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

use crate::{
    AgedBalance, Cell, Column, ColumnKind, DocumentError, Table,
    charts::{AGE_COLOURS, escaped},
    figures::{amount, count, date_long, money, share},
    reports::Sums,
    write_xlsx,
};

/// Accounts named on the second slide; the others are one line.
const ACCOUNTS: usize = 10;
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const A: &str = "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\"";
const R: &str = "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
const P: &str = "xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\"";
const C: &str = "xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\"";
const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";

/// Writes the aged balance as PPTX; equal balances give equal bytes.
///
/// # Errors
/// [`DocumentError`]: no row, a row without one amount per step, mixed currencies, an output that refuses.
pub fn write_pptx<W: Write + Seek>(out: W, report: &AgedBalance) -> Result<(), DocumentError> {
    let sums = Sums::of(report)?;
    let failed = |message: String| DocumentError::Sheet { title: report.title.clone(), message };
    let table = largest(report, &sums).map_err(|cause| DocumentError::Money { ident: report.ident.clone(), cause })?;
    let slide = |n: &str, target: &str| {
        relations(&[(n, "slideLayout", "../slideLayouts/slideLayout1.xml"), ("rId2", "chart", target)])
    };
    let master =
        [("rId1", "slideLayout", "../slideLayouts/slideLayout1.xml"), ("rId2", "theme", "../theme/theme1.xml")];
    let presentation = [
        ("rId1", "slideMaster", "slideMasters/slideMaster1.xml"),
        ("rId2", "slide", "slides/slide1.xml"),
        ("rId3", "slide", "slides/slide2.xml"),
        ("rId4", "theme", "theme/theme1.xml"),
    ];
    let fixed = |text: &str| text.as_bytes().to_vec();
    let parts: Vec<(&str, Vec<u8>)> = vec![
        ("[Content_Types].xml", fixed(include_str!("../pptx/content_types.xml"))),
        ("_rels/.rels", package_relations().into_bytes()),
        ("docProps/core.xml", core(report).into_bytes()),
        ("docProps/app.xml", fixed(APP)),
        ("ppt/presentation.xml", fixed(include_str!("../pptx/presentation.xml"))),
        ("ppt/_rels/presentation.xml.rels", relations(&presentation).into_bytes()),
        ("ppt/theme/theme1.xml", fixed(include_str!("../pptx/theme1.xml"))),
        ("ppt/slideMasters/slideMaster1.xml", fixed(include_str!("../pptx/slideMaster1.xml"))),
        ("ppt/slideMasters/_rels/slideMaster1.xml.rels", relations(&master).into_bytes()),
        ("ppt/slideLayouts/slideLayout1.xml", fixed(include_str!("../pptx/slideLayout1.xml"))),
        (
            "ppt/slideLayouts/_rels/slideLayout1.xml.rels",
            relations(&[("rId1", "slideMaster", "../slideMasters/slideMaster1.xml")]).into_bytes(),
        ),
        ("ppt/slides/slide1.xml", first_slide(report, &sums).into_bytes()),
        ("ppt/slides/_rels/slide1.xml.rels", slide("rId1", "../charts/chart1.xml").into_bytes()),
        ("ppt/slides/slide2.xml", second_slide(report, &table).into_bytes()),
        (
            "ppt/slides/_rels/slide2.xml.rels",
            relations(&[("rId1", "slideLayout", "../slideLayouts/slideLayout1.xml")]).into_bytes(),
        ),
        ("ppt/charts/chart1.xml", chart(report, &sums).into_bytes()),
        (
            "ppt/charts/_rels/chart1.xml.rels",
            relations(&[("rId1", "package", "../embeddings/chart1.xlsx")]).into_bytes(),
        ),
        ("ppt/embeddings/chart1.xlsx", workbook(report, &sums)?),
    ];
    let mut archive = ZipWriter::new(out);
    // No clock here: every part bears the first day an archive knows.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    for (name, bytes) in parts {
        archive.start_file(name, options).map_err(|e| failed(e.to_string()))?;
        archive.write_all(&bytes)?;
    }
    archive.finish().map_err(|e| failed(e.to_string()))?.flush()?;
    Ok(())
}

const APP: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Properties \
    xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\"><Application>Quittance</Application></Properties>";

fn package_relations() -> String {
    format!(
        "{HEAD}<Relationships xmlns=\"{PACKAGE}\"><Relationship Id=\"rId1\" Type=\"{RELATION}/officeDocument\" \
         Target=\"ppt/presentation.xml\"/><Relationship Id=\"rId2\" Type=\"{PACKAGE}/metadata/core-properties\" \
         Target=\"docProps/core.xml\"/><Relationship Id=\"rId3\" Type=\"{RELATION}/extended-properties\" \
         Target=\"docProps/app.xml\"/></Relationships>"
    )
}

fn relations(parts: &[(&str, &str, &str)]) -> String {
    let mut xml = format!("{HEAD}<Relationships xmlns=\"{PACKAGE}\">");
    for (id, kind, target) in parts {
        let _ = write!(xml, "<Relationship Id=\"{id}\" Type=\"{RELATION}/{kind}\" Target=\"{target}\"/>");
    }
    xml + "</Relationships>"
}

fn core(report: &AgedBalance) -> String {
    format!(
        "{HEAD}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{}</dc:title><dc:creator>{}</dc:creator><dc:language>{}</dc:language><dcterms:created \
         xsi:type=\"dcterms:W3CDTF\">{}T00:00:00Z</dcterms:created></cp:coreProperties>",
        escaped(&report.title),
        escaped(&report.creditor),
        report.language.code(),
        report.as_of
    )
}

/// A place on the slide, in English metric units: 360 000 a centimetre.
type Place = (u64, u64, u64, u64);

fn frame(place: Place) -> String {
    let (x, y, width, height) = place;
    format!("<a:off x=\"{x}\" y=\"{y}\"/><a:ext cx=\"{width}\" cy=\"{height}\"/>")
}

fn slide(body: &str) -> String {
    format!(
        "{HEAD}<p:sld {A} {R} {P}><p:cSld><p:spTree><p:nvGrpSpPr><p:cNvPr id=\"1\" name=\"\"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off \
         x=\"0\" y=\"0\"/><a:ext cx=\"0\" cy=\"0\"/><a:chOff x=\"0\" y=\"0\"/><a:chExt cx=\"0\" cy=\"0\"/></a:xfrm></p:grpSpPr>{body}</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sld>"
    )
}

fn title(words: &str) -> String {
    format!(
        "<p:sp><p:nvSpPr><p:cNvPr id=\"2\" name=\"Title\"/><p:cNvSpPr><a:spLocks noGrp=\"1\"/></p:cNvSpPr><p:nvPr><p:ph \
         type=\"title\"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:r><a:rPr/><a:t>{}</a:t></a:r></a:p></p:txBody></p:sp>",
        escaped(words)
    )
}

/// Words in a box: each line with its size in hundredths of a point, weight and colour of the theme.
fn words(id: usize, place: Place, lines: &[(&str, u32, bool, &str)]) -> String {
    let mut text = String::new();
    for (line, size, bold, colour) in lines {
        let _ = write!(
            text,
            "<a:p><a:r><a:rPr sz=\"{size}\" b=\"{}\"><a:solidFill><a:schemeClr val=\"{colour}\"/></a:solidFill></a:rPr><a:t>{}</a:t></a:r></a:p>",
            u8::from(*bold),
            escaped(line)
        );
    }
    format!(
        "<p:sp><p:nvSpPr><p:cNvPr id=\"{id}\" name=\"Text {id}\"/><p:cNvSpPr txBox=\"1\"/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm>{}</a:xfrm><a:prstGeom \
         prst=\"rect\"><a:avLst/></a:prstGeom><a:noFill/></p:spPr><p:txBody><a:bodyPr wrap=\"square\" lIns=\"0\" tIns=\"0\" rIns=\"0\" \
         bIns=\"0\"/><a:lstStyle/>{text}</p:txBody></p:sp>",
        frame(place)
    )
}

fn first_slide(report: &AgedBalance, sums: &Sums) -> String {
    let lang = report.language;
    let accounts = i64::try_from(report.rows.len()).unwrap_or(i64::MAX);
    let figures = [
        (lang.pick("Encours", "Outstanding"), money(sums.outstanding, lang)),
        (lang.pick("Échu", "Overdue"), money(sums.overdue, lang)),
        (lang.pick("Part échue", "Overdue share"), share(sums.overdue, sums.outstanding, lang)),
        (lang.pick("Comptes", "Accounts"), count(accounts, lang)),
    ];
    let whose = format!("{}, {} {}", report.creditor, lang.pick("au", "as of"), date_long(report.as_of, lang));
    let mut body = title(&report.title);
    body += &words(3, (609_600, 1_066_800, 10_972_800, 304_800), &[(&whose, 1400, false, "accent6")]);
    for (place, (label, value)) in figures.iter().enumerate() {
        let x = 609_600 + 2_743_200 * u64::try_from(place).unwrap_or(0);
        let lines = [(*label, 1200, false, "accent6"), (value.as_str(), 2200, true, "tx1")];
        body += &words(4 + place, (x, 1_600_200, 2_667_000, 685_800), &lines);
    }
    let _ = write!(
        body,
        "<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id=\"8\" name=\"Chart\" descr=\"{}\"/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr><p:xfrm>{}</p:xfrm><a:graphic><a:graphicData \
         uri=\"http://schemas.openxmlformats.org/drawingml/2006/chart\"><c:chart {C} r:id=\"rId2\"/></a:graphicData></a:graphic></p:graphicFrame>",
        escaped(&described(report, sums)),
        frame((609_600, 2_438_400, 10_972_800, 3_733_800))
    );
    body += &words(9, (609_600, 6_324_600, 10_972_800, 228_600), &[(&report.source, 1000, false, "accent6")]);
    slide(&body)
}

fn described(report: &AgedBalance, sums: &Sums) -> String {
    let steps = report.buckets.iter().zip(&sums.totals);
    let words = steps.map(|(name, sum)| format!("{name} {}", money(*sum, report.language)));
    words.collect::<Vec<_>>().join(report.language.pick(" ; ", "; "))
}

/// The words of the second slide's table, and how many of its lines close it.
struct Lines {
    rows: Vec<Vec<String>>,
    closing: usize,
}

/// The accounts that owe most, then the others as one line, then the total.
fn largest(report: &AgedBalance, sums: &Sums) -> Result<Lines, MoneyError> {
    let lang = report.language;
    let mut order: Vec<usize> = (0..report.rows.len()).collect();
    order.sort_by_key(|at| (std::cmp::Reverse(sums.rows[*at].minor()), *at));
    let line = |head: [String; 2], amounts: &[Money], total: Money| -> Vec<String> {
        let figures = amounts.iter().chain([&total]);
        let shown = figures.map(|m| if m.is_zero() { "–".to_owned() } else { amount(*m, lang) });
        head.into_iter().chain(shown).collect()
    };
    let (named, others) = order.split_at(order.len().min(ACCOUNTS));
    let mut rows: Vec<Vec<String>> = named
        .iter()
        .map(|at| {
            let row = &report.rows[*at];
            line([row.number.clone(), row.name.clone()], &row.amounts, sums.rows[*at])
        })
        .collect();
    if !others.is_empty() {
        let zero = Money::zero(sums.outstanding.currency());
        let (mut amounts, mut total) = (vec![zero; report.buckets.len()], zero);
        for at in others {
            for (sum, amount) in amounts.iter_mut().zip(&report.rows[*at].amounts) {
                *sum = sum.checked_add(*amount)?;
            }
            total = total.checked_add(sums.rows[*at])?;
        }
        let how_many = count(i64::try_from(others.len()).unwrap_or(i64::MAX), lang);
        let name = format!("{how_many} {}", lang.pick("autres comptes", "other accounts"));
        rows.push(line([String::new(), name], &amounts, total));
    }
    rows.push(line(["Total".to_owned(), String::new()], &sums.totals, sums.outstanding));
    Ok(Lines { rows, closing: 1 })
}

fn second_slide(report: &AgedBalance, table: &Lines) -> String {
    const WIDTH: u64 = 10_972_800;
    let lang = report.language;
    let figures = u64::try_from(report.buckets.len() + 1).unwrap_or(1);
    let (number, figure) = (1_143_000, 1_219_200_u64.min(6_400_800 / figures));
    let mut widths = vec![number, WIDTH - number - figure * figures];
    widths.extend((0..figures).map(|_| figure));
    let mut grid = String::new();
    for width in &widths {
        let _ = write!(grid, "<a:gridCol w=\"{width}\"/>");
    }
    let heads = [lang.pick("Compte", "Account"), lang.pick("Débiteur", "Debtor")].map(str::to_owned);
    let heads: Vec<String> =
        heads.into_iter().chain(report.buckets.iter().cloned()).chain(["Total".to_owned()]).collect();
    let mut rows = table_row(&heads, Look::Head);
    for (place, row) in table.rows.iter().enumerate() {
        let closing = place + table.closing >= table.rows.len();
        rows += &table_row(row, if closing { Look::Total } else { Look::Line });
    }
    let name = lang.pick("Les comptes qui doivent le plus", "The accounts that owe most");
    let body = title(name)
        + &format!(
            "<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id=\"3\" name=\"Table\"/><p:cNvGraphicFramePr><a:graphicFrameLocks \
             noGrp=\"1\"/></p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr><p:xfrm>{}</p:xfrm><a:graphic><a:graphicData \
             uri=\"http://schemas.openxmlformats.org/drawingml/2006/table\"><a:tbl><a:tblPr firstRow=\"1\"/><a:tblGrid>{grid}</a:tblGrid>{rows}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>",
            frame((609_600, 1_295_400, WIDTH, 370_840 * u64::try_from(table.rows.len() + 1).unwrap_or(1)))
        )
        + &words(4, (609_600, 6_324_600, WIDTH, 228_600), &[(&report.source, 1000, false, "accent6")]);
    slide(&body)
}

#[derive(Clone, Copy, PartialEq)]
enum Look {
    Head,
    Line,
    Total,
}

fn table_row(cells: &[String], look: Look) -> String {
    let (bold, colour) = match look {
        Look::Head => (1, "accent6"),
        Look::Line => (0, "tx1"),
        Look::Total => (1, "tx2"),
    };
    let none = |side: &str| format!("<a:{side} w=\"0\"><a:noFill/></a:{side}>");
    let rule = |side: &str, width: u32, colour: &str| {
        format!("<a:{side} w=\"{width}\"><a:solidFill><a:srgbClr val=\"{colour}\"/></a:solidFill></a:{side}>")
    };
    let under = if look == Look::Head { rule("lnB", 12_700, "1F4E79") } else { rule("lnB", 6_350, "D5D0C4") };
    let over = if look == Look::Total { rule("lnT", 12_700, "1F4E79") } else { none("lnT") };
    let mut xml = String::from("<a:tr h=\"370840\">");
    for (place, cell) in cells.iter().enumerate() {
        let side = if place < 2 { "l" } else { "r" };
        let _ = write!(
            xml,
            "<a:tc><a:txBody><a:bodyPr/><a:lstStyle/><a:p><a:pPr algn=\"{side}\"/><a:r><a:rPr sz=\"1200\" b=\"{bold}\"><a:solidFill><a:schemeClr \
             val=\"{colour}\"/></a:solidFill></a:rPr><a:t>{}</a:t></a:r></a:p></a:txBody><a:tcPr marL=\"45720\" marR=\"45720\" anchor=\"ctr\">{}{}{over}{under}<a:noFill/></a:tcPr></a:tc>",
            escaped(cell),
            none("lnL"),
            none("lnR")
        );
    }
    xml + "</a:tr>"
}

fn workbook(report: &AgedBalance, sums: &Sums) -> Result<Vec<u8>, DocumentError> {
    let lang = report.language;
    let name = lang.pick("Encours", "Outstanding");
    let steps = report.buckets.iter().zip(&sums.totals);
    let table = Table {
        title: name.to_owned(),
        columns: vec![
            Column::new(lang.pick("Ancienneté", "Age"), ColumnKind::Text),
            Column::new(name, ColumnKind::Money),
        ],
        rows: steps.map(|(label, sum)| vec![Cell::Text(label.clone()), Cell::Money(*sum)]).collect(),
    };
    let mut bytes = Vec::new();
    write_xlsx(Cursor::new(&mut bytes), report.as_of, &[table])?;
    Ok(bytes)
}

fn chart(report: &AgedBalance, sums: &Sums) -> String {
    let lang = report.language;
    let sheet = lang.pick("Encours", "Outstanding");
    let last = sums.totals.len() + 1;
    let (mut colours, mut names, mut values) = (String::new(), String::new(), String::new());
    for (place, (name, sum)) in report.buckets.iter().zip(&sums.totals).enumerate() {
        let colour = AGE_COLOURS[place.min(AGE_COLOURS.len() - 1)].trim_start_matches('#').to_uppercase();
        let _ = write!(
            colours,
            "<c:dPt><c:idx val=\"{place}\"/><c:invertIfNegative val=\"0\"/><c:bubble3D val=\"0\"/><c:spPr><a:solidFill><a:srgbClr \
             val=\"{colour}\"/></a:solidFill></c:spPr></c:dPt>"
        );
        let _ = write!(names, "<c:pt idx=\"{place}\"><c:v>{}</c:v></c:pt>", escaped(name));
        let _ = write!(values, "<c:pt idx=\"{place}\"><c:v>{}</c:v></c:pt>", sum.to_decimal());
    }
    let points = sums.totals.len();
    let text = |size: u32| {
        format!(
            "<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz=\"{size}\"><a:solidFill><a:schemeClr \
             val=\"tx1\"/></a:solidFill></a:defRPr></a:pPr><a:endParaRPr/></a:p></c:txPr>"
        )
    };
    format!(
        "{HEAD}<c:chartSpace {C} {A} {R}><c:roundedCorners val=\"0\"/><c:chart><c:autoTitleDeleted \
         val=\"1\"/><c:plotArea><c:layout/><c:barChart><c:barDir val=\"col\"/><c:grouping val=\"clustered\"/><c:varyColors \
         val=\"0\"/><c:ser><c:idx val=\"0\"/><c:order val=\"0\"/><c:tx><c:strRef><c:f>{sheet}!$B$1</c:f><c:strCache><c:ptCount \
         val=\"1\"/><c:pt idx=\"0\"><c:v>{sheet}</c:v></c:pt></c:strCache></c:strRef></c:tx><c:invertIfNegative \
         val=\"0\"/>{colours}<c:dLbls><c:numFmt formatCode=\"#,##0\" sourceLinked=\"0\"/><c:spPr><a:noFill/></c:spPr>{}<c:dLblPos \
         val=\"outEnd\"/><c:showLegendKey val=\"0\"/><c:showVal val=\"1\"/><c:showCatName val=\"0\"/><c:showSerName val=\"0\"/><c:showPercent \
         val=\"0\"/><c:showBubbleSize val=\"0\"/></c:dLbls><c:cat><c:strRef><c:f>{sheet}!$A$2:$A${last}</c:f><c:strCache><c:ptCount \
         val=\"{points}\"/>{names}</c:strCache></c:strRef></c:cat><c:val><c:numRef><c:f>{sheet}!$B$2:$B${last}</c:f><c:numCache><c:formatCode>#,##0.00</c:formatCode><c:ptCount \
         val=\"{points}\"/>{values}</c:numCache></c:numRef></c:val></c:ser><c:gapWidth val=\"60\"/><c:axId val=\"111111111\"/><c:axId \
         val=\"222222222\"/></c:barChart><c:catAx><c:axId val=\"111111111\"/><c:scaling><c:orientation val=\"minMax\"/></c:scaling><c:delete \
         val=\"0\"/><c:axPos val=\"b\"/><c:numFmt formatCode=\"General\" sourceLinked=\"0\"/><c:majorTickMark val=\"none\"/><c:minorTickMark \
         val=\"none\"/><c:tickLblPos val=\"low\"/><c:spPr><a:ln w=\"6350\"><a:solidFill><a:srgbClr val=\"5C6470\"/></a:solidFill></a:ln></c:spPr>{}<c:crossAx \
         val=\"222222222\"/><c:crosses val=\"autoZero\"/><c:auto val=\"1\"/><c:lblAlgn val=\"ctr\"/><c:lblOffset val=\"100\"/><c:noMultiLvlLbl \
         val=\"0\"/></c:catAx><c:valAx><c:axId val=\"222222222\"/><c:scaling><c:orientation val=\"minMax\"/></c:scaling><c:delete \
         val=\"1\"/><c:axPos val=\"l\"/><c:numFmt formatCode=\"#,##0\" sourceLinked=\"0\"/><c:majorTickMark val=\"none\"/><c:minorTickMark \
         val=\"none\"/><c:tickLblPos val=\"nextTo\"/><c:crossAx val=\"111111111\"/><c:crosses val=\"autoZero\"/><c:crossBetween \
         val=\"between\"/></c:valAx><c:spPr><a:noFill/></c:spPr></c:plotArea><c:plotVisOnly val=\"1\"/><c:dispBlanksAs \
         val=\"gap\"/></c:chart><c:externalData r:id=\"rId1\"><c:autoUpdate val=\"0\"/></c:externalData></c:chartSpace>",
        text(1200),
        text(1200)
    )
}
