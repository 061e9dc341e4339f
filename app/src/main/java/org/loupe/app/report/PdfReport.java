package org.loupe.app.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.Color;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.io.OutputStream;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.graphics.image.JPEGFactory;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.loupe.defect.Defect;
import org.loupe.geometry.Ellipse;

/**
 * The report of an analysis as a PDF of a few A4 pages, to print and to file: what the page has but
 * for what needs a screen. Figures are vectors, text can be searched and copied, the font is in the
 * file.
 */
final class PdfReport {

  private static final double MARGIN = 50;
  private static final double WIDTH = PDRectangle.A4.getWidth() - 2 * MARGIN;
  private static final double HEIGHT = PDRectangle.A4.getHeight() - 2 * MARGIN;
  private static final double GAP = WIDTH - 2 * SheetChart.WIDTH;

  private static final double TEXT = 8.5;
  private static final double SMALL = 7;
  private static final double LEADING = 1.32;

  private static final Color INK = new Color(0x1B1B1B);
  private static final Color QUIET = new Color(0x555555);
  private static final Color RULE = new Color(0xCCCCCC);
  private static final Color YOURS = new Color(0xA85F00);

  private static final int MOST_PICTURES = 6;
  private static final int PICTURES_A_ROW = 3;
  private static final int MOST_WARNINGS = 8;

  private final AnalysisReport report;
  private final JsonNode run;
  private final Optional<ResultFigures> figures;
  private final PDDocument document;
  private final PdfFont font;
  private Page page;
  private double y;

  /** A page that is being written. */
  private record Page(PDPageContentStream content, PdfSheet sheet) {}

  private PdfReport(
      AnalysisReport report, JsonNode run, Optional<ResultFigures> figures, PDDocument document)
      throws IOException {
    this.report = report;
    this.run = run;
    this.figures = figures;
    this.document = document;
    this.font = new PdfFont(document);
    this.page = opened();
  }

  /** Writes the file. */
  static void write(
      AnalysisReport report, JsonNode run, Optional<ResultFigures> figures, OutputStream out)
      throws IOException {
    try (PDDocument document = new PDDocument()) {
      PdfReport pdf = new PdfReport(report, run, figures, document);
      pdf.describe();
      pdf.writeAll();
      pdf.page.content().close();
      pdf.number();
      document.save(out);
    }
  }

  private void describe() {
    PDDocumentInformation information = new PDDocumentInformation();
    information.setTitle("Loupe: " + AnalysisPage.title(report, run));
    information.setCreator("Loupe " + run.path("version").asText());
    try {
      OffsetDateTime started = OffsetDateTime.parse(run.path("started").asText());
      information.setCreationDate(GregorianCalendar.from(started.toZonedDateTime()));
    } catch (DateTimeParseException e) {
      // then the file has no date
    }
    document.setDocumentInformation(information);
  }

  private void writeAll() throws IOException {
    bold(AnalysisPage.title(report, run), 16, INK);
    text(
        "Loupe "
            + run.path("version").asText()
            + " \u00b7 "
            + run.path("started").asText().replace("T", " ").replace("Z", " UTC")
            + " \u00b7 model "
            + run.at("/model/name").asText(),
        TEXT,
        QUIET);
    y += 4;
    text(AnalysisPage.lead(figures), 10.5, INK);
    Optional<String> corrections = AnalysisPage.corrections(run);
    if (corrections.isPresent()) {
      text(corrections.get(), TEXT, INK);
    }
    writeWarnings();
    writeNumbers();
    writeFigures();
    writePictures();
    writeChecklist();
    writeProvenance();
  }

  private void writeWarnings() throws IOException {
    List<String> warnings = new ArrayList<>();
    if (run.path("interrupted").asBoolean()) {
      warnings.add("The run was interrupted: images are missing. Complete it with --resume.");
    }
    List<String> all = AnalysisWarnings.of(report);
    warnings.addAll(all.subList(0, Math.min(MOST_WARNINGS, all.size())));
    if (all.size() > MOST_WARNINGS) {
      warnings.add((all.size() - MOST_WARNINGS) + " more are in report.html.");
    }
    if (warnings.isEmpty()) {
      return;
    }
    y += 6;
    for (int i = 0; i < warnings.size(); i++) {
      List<String> lines = font.lines(warnings.get(i), TEXT, WIDTH - 24);
      double head = i == 0 ? TEXT * LEADING + 5 : 0;
      double high = head + lines.size() * TEXT * LEADING + 3;
      room(high);
      page.sheet().fill(new Rectangle2D.Double(0, y, WIDTH, high + 0.3), new Color(0xFFF4D6));
      page.sheet().fill(new Rectangle2D.Double(0, y, 3, high + 0.3), new Color(0xE69F00));
      if (i == 0) {
        page.sheet().bold("Before you use the numbers", 10, y + TEXT + 4, TEXT, INK);
      }
      double line = y + head + TEXT;
      page.sheet().plain("\u2022", 10, line, TEXT, INK);
      for (String words : lines) {
        page.sheet().plain(words, 18, line, TEXT, INK);
        line += TEXT * LEADING;
      }
      y += high;
    }
    y += 4;
  }

  private void writeNumbers() throws IOException {
    if (figures.isEmpty()) {
      return;
    }
    heading("Numbers");
    double[] columns = {190, 92, 112, WIDTH - 394};
    row(columns, SMALL, QUIET, "", "", "95 % interval", "how");
    for (ResultFigures.Row one : figures.get().rows()) {
      row(columns, SMALL + 0.7, INK, one.name(), one.value(), one.interval(), one.remark());
    }
    y += 3;
    text(
        "The diameter of a defect is "
            + AnalysisPage.diameter(run)
            + ". The intervals say what another set of images of the same specimen might give; they"
            + " know nothing of errors of the calibration or of the model, unless a line or the"
            + " error budget says so.",
        SMALL,
        QUIET);
  }

  private void writeFigures() throws IOException {
    List<Figure> all =
        figures.isPresent() && report.defects() > 0
            ? Figure.of(report, figures.get())
            : List.<Figure>of();
    for (int i = 0; i < all.size(); i += 2) {
      List<Figure> pair = all.subList(i, Math.min(all.size(), i + 2));
      double high = pair.stream().mapToDouble(Figure::height).max().orElse(0) + 14;
      if (i == 0) {
        room(high + 34); // the heading with its first figures
        heading("Distributions");
      }
      room(high);
      for (int k = 0; k < pair.size(); k++) {
        double left = MARGIN + k * (SheetChart.WIDTH + GAP);
        PdfSheet part = new PdfSheet(page.content(), font, left, MARGIN + HEIGHT - y);
        pair.get(k).drawing().accept(part);
      }
      y += high;
    }
  }

  private void writePictures() throws IOException {
    List<MicrographGallery.Entry> entries = report.gallery().entries();
    if (entries.isEmpty()) {
      return;
    }
    double side = (WIDTH - 8 * (PICTURES_A_ROW - 1)) / PICTURES_A_ROW;
    List<MicrographGallery.Entry> shown =
        entries.subList(0, Math.min(MOST_PICTURES, entries.size()));
    for (int i = 0; i < shown.size(); i += PICTURES_A_ROW) {
      List<MicrographGallery.Entry> line =
          shown.subList(i, Math.min(shown.size(), i + PICTURES_A_ROW));
      double high =
          line.stream().mapToDouble(e -> Math.min(side * 1.3, side * aspect(e))).max().orElse(side);
      if (i == 0) {
        room(high + 60);
        heading("Images");
      }
      room(high + 26);
      for (int k = 0; k < line.size(); k++) {
        picture(line.get(k), k * (side + 8), side, high);
      }
      y += high + 28;
    }
    text(
        (entries.size() > shown.size() || report.micrographs().size() > shown.size()
                ? "The first "
                    + shown.size()
                    + " of "
                    + Numbers.count(report.micrographs().size(), "image", "images")
                    + "; all are in report.html and overlays/. "
                : "")
            + "Yellow to magenta: sure to doubtful; sky blue: drawn by a person; dashed: something"
            + " to know about the size. Contrast stretched.",
        SMALL,
        QUIET);
  }

  private static double aspect(MicrographGallery.Entry entry) {
    return (double) entry.result().heightPx() / entry.result().widthPx();
  }

  private void picture(MicrographGallery.Entry entry, double left, double side, double most)
      throws IOException {
    double wide = Math.min(side, most / aspect(entry));
    double high = wide * aspect(entry);
    PDImageXObject image = JPEGFactory.createFromByteArray(document, entry.preview().jpeg());
    page.content()
        .drawImage(
            image,
            (float) (MARGIN + left),
            (float) (MARGIN + HEIGHT - y - high),
            (float) wide,
            (float) high);
    double scale = wide / entry.result().widthPx();
    for (Defect defect : entry.result().defects()) {
      outline(defect, left, scale);
    }
    String name = entry.micrograph().number() + " " + entry.result().image();
    List<String> lines = font.lines(name, SMALL, side);
    page.sheet()
        .bold(
            lines.size() > 1 ? lines.get(0) + "\u2026" : name,
            left,
            y + high + SMALL + 2,
            SMALL,
            INK);
    page.sheet()
        .plain(
            Numbers.count(entry.micrograph().defects(), "defect", "defects")
                + " \u00b7 "
                + MicrographGallery.fieldOfView(entry.result()),
            left,
            y + high + 2 * SMALL + 4,
            SMALL,
            QUIET);
  }

  private void outline(Defect defect, double left, double scale) {
    Ellipse e = defect.measurement().ellipse();
    AffineTransform place = AffineTransform.getTranslateInstance(left, y);
    place.scale(scale, scale);
    place.rotate(-e.orientation(), e.centerX(), e.centerY());
    page.sheet()
        .stroke(
            place.createTransformedShape(
                new Ellipse2D.Double(
                    e.centerX() - e.majorAxisLength() / 2,
                    e.centerY() - e.minorAxisLength() / 2,
                    e.majorAxisLength(),
                    e.minorAxisLength())),
            new Sheet.Pen(
                ProbabilityClass.of(defect.detection()).color(),
                0.7,
                defect.measurement().flags().isEmpty() ? 0 : 1.6));
  }

  private void writeChecklist() throws IOException {
    room(80);
    heading("What to report");
    text(ReportingChecklist.INTRODUCTION, SMALL, QUIET);
    y += 2;
    double[] columns = {165, WIDTH - 165};
    for (ReportingChecklist.Row one : ReportingChecklist.rows(report, run, figures)) {
      row(columns, SMALL + 0.7, one.isYours() ? YOURS : INK, one.topic(), one.said());
    }
  }

  private void writeProvenance() throws IOException {
    room(80);
    heading("How it was made");
    double[] columns = {80, WIDTH - 80};
    for (Map.Entry<String, String> term : AnalysisPage.provenance(run)) {
      row(columns, SMALL + 0.7, INK, term.getKey(), term.getValue());
    }
    row(
        columns,
        SMALL,
        INK,
        "Settings",
        AnalysisPage.terms(run.path("settings")).stream()
            .map(term -> term.getKey() + " " + term.getValue())
            .collect(Collectors.joining("; ")));
    row(
        columns,
        SMALL,
        INK,
        "Machine",
        AnalysisPage.terms(run.path("environment")).stream()
            .map(term -> term.getKey() + " " + term.getValue())
            .collect(Collectors.joining("; ")));
    text("run.json beside this file holds all this and the SHA-256 of each image.", SMALL, QUIET);
  }

  private void heading(String words) throws IOException {
    room(50);
    y += y > 0 ? 12 : 0;
    bold(words, 12, INK);
    y += 2;
  }

  private void bold(String words, double size, Color color) throws IOException {
    for (String line : font.lines(words, size, WIDTH)) {
      room(size * LEADING);
      page.sheet().bold(line, 0, y + size, size, color);
      y += size * LEADING;
    }
  }

  private void text(String words, double size, Color color) throws IOException {
    for (String line : font.lines(words, size, WIDTH)) {
      room(size * LEADING);
      page.sheet().plain(line, 0, y + size, size, color);
      y += size * LEADING;
    }
  }

  /** Writes a row of a table, with a thin rule below it. */
  private void row(double[] columns, double size, Color color, String... cells) throws IOException {
    List<List<String>> lines = new ArrayList<>();
    int most = 1;
    for (int i = 0; i < cells.length; i++) {
      lines.add(font.lines(cells[i], size, columns[i] - 6));
      most = Math.max(most, lines.get(i).size());
    }
    double high = most * size * LEADING + 2;
    room(high);
    double left = 0;
    for (int i = 0; i < cells.length; i++) {
      double line = y + size + 0.5;
      for (String words : lines.get(i)) {
        Color shade = i == 0 && !color.equals(QUIET) ? INK : color;
        page.sheet().plain(words, left, line, size, shade);
        line += size * LEADING;
      }
      left += columns[i];
    }
    y += high;
    page.sheet().fill(new Rectangle2D.Double(0, y, WIDTH, 0.4), RULE);
    y += 1.5;
  }

  /** Goes on to another page where so much does not fit on this one. */
  private void room(double high) throws IOException {
    if (y > 0 && y + high > HEIGHT) {
      page.content().close();
      page = opened();
      y = 0;
    }
  }

  private Page opened() throws IOException {
    PDPage added = new PDPage(PDRectangle.A4);
    document.addPage(added);
    PDPageContentStream content = new PDPageContentStream(document, added);
    return new Page(content, new PdfSheet(content, font, MARGIN, MARGIN + HEIGHT));
  }

  private void number() throws IOException {
    int pages = document.getNumberOfPages();
    for (int i = 0; i < pages; i++) {
      try (PDPageContentStream content =
          new PDPageContentStream(
              document, document.getPage(i), PDPageContentStream.AppendMode.APPEND, true, true)) {
        new PdfSheet(content, font, MARGIN, MARGIN + HEIGHT)
            .text(
                "page " + (i + 1) + " of " + pages, WIDTH, HEIGHT + 24, SMALL, Sheet.Anchor.END, 0);
      }
    }
  }
}
