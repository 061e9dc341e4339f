package org.loupe.app.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.loupe.defect.Defect;
import org.loupe.defect.Detection;
import org.loupe.defect.Measurement;
import org.loupe.defect.MeasurementFlag;
import org.loupe.defect.MicrographOutcome;
import org.loupe.defect.MicrographResult;
import org.loupe.geometry.Box;
import org.loupe.geometry.Ellipse;
import org.loupe.image.ByteImage;
import org.loupe.micrograph.Calibration;
import org.loupe.statistics.DefectStatistics;
import org.loupe.statistics.SetStatistics;
import org.loupe.statistics.StatisticsSettings;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Figures for publications and the PDF, read back by other programs' readers. */
class FigureTest {

  private static final double WIDTH_PT = 85 / 25.4 * 72;

  private final SplittableRandom random = new SplittableRandom(5);

  /** A report of some micrographs of 512 pixels, and its statistics. */
  private record Made(AnalysisReport report, SetStatistics statistics, ObjectNode run) {}

  private Made made(Optional<Calibration> calibration, int defects, String... names) {
    AnalysisReport report = new AnalysisReport(names.length);
    SetStatistics.Collector statistics =
        SetStatistics.collector(StatisticsSettings.defaults().withPixelSizeUncertainty(0.02));
    byte[] noise = new byte[512 * 512];
    new java.util.Random(3).nextBytes(noise);
    for (String name : names) {
      List<Defect> found = new ArrayList<>();
      for (int i = 1; i <= defects; i++) {
        double x = 40 + random.nextDouble(430);
        double y = 40 + random.nextDouble(430);
        double d = 14 * Math.exp(0.35 * (random.nextDouble() + random.nextDouble() - 1));
        Detection detection =
            i % 7 == 0
                ? Detection.drawn("loop", new Box(x - d, y - d, 2 * d, 2 * d))
                : new Detection(
                    "loop",
                    new Box(x - d, y - d, 2 * d, 2 * d),
                    OptionalDouble.of(1),
                    OptionalDouble.of(0.5 + random.nextDouble(0.5)));
        Ellipse ellipse = new Ellipse(x, y, 2 * d, 1.3 * d, 0.5 + random.nextDouble(0.6));
        found.add(
            new Defect(
                i,
                detection,
                new Measurement(
                    ellipse,
                    ellipse.area(),
                    2 * d,
                    1.3 * d,
                    i % 5 == 0 ? Set.of(MeasurementFlag.LOW_CONTRAST) : Set.of())));
      }
      MicrographResult result =
          new MicrographResult(name, 512, 512, calibration, "as they are", found, List.of());
      report.look(name, new ByteImage(512, 512, noise));
      report.add(MicrographOutcome.done(result, 3), Optional.empty());
      statistics.add(result);
    }
    ObjectNode run = new ObjectMapper().createObjectNode();
    run.put("program", "loupe").put("version", "0.1.0").put("started", "2026-01-02T03:04:05Z");
    run.put("workingDirectory", "/home/me/Å σ").put("elapsedMs", 1500);
    run.putArray("arguments").add("analyze").add("a folder");
    run.putObject("model").put("name", "a.loupe").put("sha256", "ab12").put("class", "loop");
    run.putObject("settings").putObject("scan").put("scaleFactor", 1.25);
    run.putObject("environment").put("java", "17");
    return new Made(report, statistics.finish(), run);
  }

  private Made calibrated() {
    return made(
        Optional.of(new Calibration(0.478, 0.478, "the test")), 40, "a.tif", "b.tif", "c.tif");
  }

  private static List<Figure> figures(Made made) {
    return Figure.of(made.report(), ResultFigures.of(made.statistics()).orElseThrow());
  }

  private static Document parsed(Figure figure) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    figure.writeSvg(out);
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(out.toByteArray()));
  }

  private static List<Element> texts(Document svg) {
    NodeList nodes = svg.getElementsByTagName("text");
    List<Element> texts = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      texts.add((Element) nodes.item(i));
    }
    return texts;
  }

  private static double number(Element element, String attribute) {
    return Double.parseDouble(element.getAttribute(attribute));
  }

  @Test
  void everyFigureOfTheReportIsThere() {
    assertThat(figures(calibrated()))
        .extracting(Figure::name)
        .containsExactly("size-histogram", "density-by-image", "orientation", "error-budget");
    assertThat(figures(made(Optional.empty(), 30, "a.tif", "b.tif")))
        .extracting(Figure::name)
        .contains("size-histogram", "orientation")
        .doesNotContain("density-by-image");
  }

  @Test
  void axesHaveUnitsAndSamplesTheirSize() throws Exception {
    List<Figure> figures = figures(calibrated());
    List<String> words = new ArrayList<>();
    for (Figure figure : figures) {
      String all =
          texts(parsed(figure)).stream().map(Element::getTextContent).reduce("", (a, b) -> a + b);
      assertThat(all).as(figure.name()).contains("n = ");
      words.add(all);
    }
    assertThat(words.get(0))
        .contains("diameter, nm", "n = 120", "log-normal: median", "95 % intervals: ");
    assertThat(words.get(1)).contains("m\u207b\u00b2", "(n = 3)", "n = 120 defects");
    assertThat(words.get(2)).contains("45\u00b0", "n = 120 defects");
    assertThat(words.get(3)).contains("share of the variance, %", "mean diameter", "calibration");
  }

  @Test
  void everyLetterIsLegibleAtOneColumnAndNoneIsCutOff() throws Exception {
    for (Figure figure : figures(calibrated())) {
      Document svg = parsed(figure);
      Element root = svg.getDocumentElement();
      assertThat(root.getAttribute("width")).isEqualTo("85.00mm");
      double height = Double.parseDouble(root.getAttribute("viewBox").split(" ", -1)[3]);
      assertThat(texts(svg)).hasSizeGreaterThan(5);
      for (Element text : texts(svg)) {
        double size = number(text, "font-size");
        assertThat(size).as(text.getTextContent()).isGreaterThanOrEqualTo(6);
        double length = ReportFont.width(text.getTextContent(), size);
        double before =
            switch (text.getAttribute("text-anchor")) {
              case "start" -> 0;
              case "middle" -> length / 2;
              default -> length;
            };
        boolean upwards = !text.getAttribute("transform").isEmpty();
        double at = number(text, upwards ? "y" : "x");
        double from = upwards ? at - (length - before) : at - before;
        assertThat(from).as(text.getTextContent()).isGreaterThanOrEqualTo(0);
        assertThat(from + length)
            .as(text.getTextContent())
            .isLessThanOrEqualTo(upwards ? height : WIDTH_PT);
        assertThat(number(text, "y")).isLessThanOrEqualTo(height - 0.2 * size);
        assertThat(number(text, "y")).isGreaterThanOrEqualTo(0.7 * size);
      }
    }
  }

  @Test
  void numbersBelowAnAxisDoNotTouch() throws Exception {
    for (Figure figure : figures(calibrated())) {
      List<Element> texts =
          texts(parsed(figure)).stream()
              .filter(t -> t.getAttribute("transform").isEmpty())
              .toList();
      for (Element one : texts) {
        for (Element other : texts) {
          if (one != other && number(one, "y") == number(other, "y")) {
            assertThat(apart(one, other))
                .as(figure.name() + ": " + one.getTextContent() + " | " + other.getTextContent())
                .isTrue();
          }
        }
      }
    }
  }

  private static boolean apart(Element one, Element other) {
    return end(one) < start(other) || end(other) < start(one);
  }

  private static double start(Element text) {
    double length = ReportFont.width(text.getTextContent(), number(text, "font-size"));
    return number(text, "x")
        - switch (text.getAttribute("text-anchor")) {
          case "start" -> 0;
          case "middle" -> length / 2;
          default -> length;
        };
  }

  private static double end(Element text) {
    return start(text) + ReportFont.width(text.getTextContent(), number(text, "font-size"));
  }

  @Test
  void pngsAreOneColumnWideAt600Dpi() throws IOException {
    for (Figure figure : figures(calibrated())) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      figure.writePng(out);
      byte[] file = out.toByteArray();
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(file));
      assertThat(image.getWidth()).isEqualTo((int) Math.round(85 / 25.4 * 600));
      assertThat(image.getHeight()).isEqualTo((int) Math.round(figure.height() / 72 * 600));
      // chunk pHYs: 23622 pixels a metre, unit 1
      assertThat(new String(file, StandardCharsets.ISO_8859_1))
          .contains("pHYs\u0000\u0000\\F\u0000\u0000\\F\u0001");
      Set<Integer> colors = new HashSet<>();
      int ink = 0;
      for (int y = 0; y < image.getHeight(); y += 3) {
        for (int x = 0; x < image.getWidth(); x += 3) {
          colors.add(image.getRGB(x, y) & 0xFFFFFF);
          ink += image.getRGB(x, y) != 0xFFFFFFFF ? 1 : 0;
        }
      }
      assertThat(colors).contains(0xFFFFFF, 0x222222);
      assertThat(ink).isGreaterThan(image.getWidth() * image.getHeight() / 9 / 100);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void fewDefectsMakeFiguresToo(int defects) throws Exception {
    for (Optional<Calibration> calibration :
        List.of(Optional.<Calibration>empty(), Optional.of(new Calibration(1, 1, "the test")))) {
      for (Figure figure : figures(made(calibration, defects, "a.tif"))) {
        parsed(figure);
        figure.writePng(new ByteArrayOutputStream());
      }
    }
  }

  private static byte[] pdf(Made made) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    made.report().writePdf(made.run(), made.statistics(), out);
    return out.toByteArray();
  }

  private static String text(PDDocument document) throws IOException {
    PDFTextStripper stripper = new PDFTextStripper();
    stripper.setSortByPosition(true);
    return stripper.getText(document);
  }

  @Test
  void thePdfSaysTheNumbersOfTheStatistics() throws IOException {
    Made made = calibrated();
    DefectStatistics statistics = made.statistics().nanometers().orElseThrow();
    try (PDDocument document = Loader.loadPDF(pdf(made))) {
      String text = text(document);
      assertThat(text)
          .contains(
              "120 loops on 3 images",
              Numbers.significant(statistics.diameter().mean().orElseThrow()) + " nm",
              Numbers.significant(statistics.meanDiameterInterval().orElseThrow().lower()),
              Numbers.scientific(1e18 * statistics.numberDensity().orElseThrow()),
              "\u00b5m\u00b2",
              "/home/me/Å σ",
              "ISO 21363",
              "for you to add",
              "scan.scaleFactor 1.25",
              "page 1 of " + document.getNumberOfPages());
      assertThat(document.getNumberOfPages()).isBetween(2, 4);
      assertThat(document.getDocumentInformation().getTitle())
          .isEqualTo("Loupe: 120 loops on 3 images");
      assertThat(document.getDocumentInformation().getCreationDate().toInstant())
          .hasToString("2026-01-02T03:04:05Z");
    }
  }

  @Test
  void theFontIsInThePdfAndPagesAreA4() throws IOException {
    byte[] file = pdf(calibrated());
    assertThat(file).hasSizeLessThan(3_000_000);
    try (PDDocument document = Loader.loadPDF(file)) {
      for (PDPage page : document.getPages()) {
        assertThat(page.getMediaBox().getWidth()).isBetween(595f, 596f);
        for (COSName name : page.getResources().getFontNames()) {
          assertThat(page.getResources().getFont(name).isEmbedded()).isTrue();
        }
      }
    }
  }

  @Test
  void nothingOfAPageIsOutsideOfItsMargins() throws IOException {
    try (PDDocument document = Loader.loadPDF(pdf(calibrated()))) {
      PDFRenderer renderer = new PDFRenderer(document);
      for (int page = 0; page < document.getNumberOfPages(); page++) {
        BufferedImage image = renderer.renderImage(page);
        int ink = 0;
        for (int y = 0; y < image.getHeight(); y++) {
          for (int x = 0; x < image.getWidth(); x++) {
            boolean margin = x < 40 || x > image.getWidth() - 40 || y < 40 || y > 820;
            boolean drawn = image.getRGB(x, y) != 0xFFFFFFFF;
            if (margin && drawn) {
              fail("page %d at %d, %d", page, x, y); // an assertion a pixel took seconds
            }
            ink += drawn ? 1 : 0;
          }
        }
        assertThat(ink).isGreaterThan(1000);
      }
    }
  }

  @Test
  void namesThatTheFontCannotShowHarmNothing() throws IOException {
    Made made =
        made(
            Optional.empty(),
            3,
            "試料 №1.tif",
            "a\u202Eb\u0007.tif",
            "x".repeat(200) + ".tif",
            "Å – σ\u200B.tif",
            "\uD83D\uDD2C.tif");
    try (PDDocument document = Loader.loadPDF(pdf(made))) {
      assertThat(text(document)).contains("№1.tif", "Å – σ", "15 loops on 5 images");
    }
  }

  @Test
  void aRunWithoutAnyResultHasAPdfThatSaysSo() throws IOException {
    AnalysisReport report = new AnalysisReport(1);
    report.add(MicrographOutcome.failed("a.tif", "is cut short", 0), Optional.empty());
    SetStatistics none = SetStatistics.collector(StatisticsSettings.defaults()).finish();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    report.writePdf(new ObjectMapper().createObjectNode(), none, out);
    try (PDDocument document = Loader.loadPDF(out.toByteArray())) {
      assertThat(text(document)).contains("No image could be analyzed", "a.tif");
    }
  }
}
