package org.loupe.app.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.loupe.defect.Defect;
import org.loupe.defect.Detection;
import org.loupe.defect.Measurement;
import org.loupe.defect.MeasurementFlag;
import org.loupe.defect.MicrographOutcome;
import org.loupe.defect.MicrographResult;
import org.loupe.defect.Trust;
import org.loupe.geometry.Box;
import org.loupe.geometry.Ellipse;
import org.loupe.image.ByteImage;
import org.loupe.micrograph.Calibration;
import org.loupe.statistics.SetStatistics;
import org.loupe.statistics.StatisticsSettings;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

class AnalysisReportTest {

  private static final Optional<Calibration> HALF_NM =
      Optional.of(new Calibration(0.5, 0.5, "the test"));

  private final SetStatistics.Collector statistics =
      SetStatistics.collector(StatisticsSettings.defaults());
  private final SplittableRandom random = new SplittableRandom(11);

  private static Defect defect(int id, double x, double y, double diameter, double probability) {
    return new Defect(
        id,
        new Detection(
            "loop",
            new Box(x - diameter / 2, y - diameter / 2, diameter, diameter),
            OptionalDouble.of(1),
            OptionalDouble.of(probability)),
        new Measurement(
            new Ellipse(x, y, diameter, 0.6 * diameter, Math.toRadians(30)),
            100,
            diameter,
            diameter / 2,
            id % 4 == 0 ? Set.of(MeasurementFlag.LOW_CONTRAST) : Set.of()));
  }

  private MicrographResult result(
      String name, Optional<Calibration> calibration, int defects, int side) {
    List<Defect> found = new ArrayList<>();
    for (int i = 1; i <= defects; i++) {
      found.add(
          defect(
              i,
              random.nextDouble(side),
              random.nextDouble(side),
              10 + random.nextDouble(20),
              0.5 + random.nextDouble(0.5)));
    }
    return new MicrographResult(name, side, side, calibration, "as they are", found, List.of());
  }

  private static ByteImage noise(int side) {
    byte[] samples = new byte[side * side];
    new java.util.Random(3).nextBytes(samples);
    return new ByteImage(side, side, samples);
  }

  private static JsonNode run(String... arguments) throws Exception {
    ObjectMapper mapper = new ObjectMapper();
    var root = mapper.createObjectNode();
    root.put("program", "loupe").put("version", "0.1.0").put("started", "2026-01-02T03:04:05Z");
    root.put("workingDirectory", "/home/<b>me</b>").put("elapsedMs", 1500);
    List.of(arguments).forEach(root.putArray("arguments")::add);
    root.putObject("model").put("name", "a.loupe").put("sha256", "ab12").put("class", "loop");
    root.putObject("settings").putObject("scan").put("scaleFactor", 1.25);
    return root;
  }

  private void add(AnalysisReport report, MicrographResult result, ByteImage pixels) {
    report.look(result.image(), pixels);
    report.add(MicrographOutcome.done(result, 12), Optional.of("overlays/x%20y.png"));
    statistics.add(result);
  }

  /** The page is well-formed XML too, so that a strict parser sees every element closed. */
  private static Document parse(String page) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(page.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<Element> elements(Document page, String name) {
    NodeList nodes = page.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  private static String hash(String text) throws Exception {
    return "'sha256-"
        + Base64.getEncoder()
            .encodeToString(
                MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)))
        + "'";
  }

  @Test
  void onlyTheScriptAndStyleWhoseHashesItNamesRunAndNothingIsLoaded() throws Exception {
    AnalysisReport report = new AnalysisReport(1);
    add(report, result("a.tif", HALF_NM, 20, 200), noise(200));
    Document page = parse(report.page(run("analyze", "a.tif"), statistics.finish()));
    String policy =
        elements(page, "meta").stream()
            .filter(m -> m.getAttribute("http-equiv").equals("Content-Security-Policy"))
            .findFirst()
            .orElseThrow()
            .getAttribute("content");
    assertThat(elements(page, "script")).hasSize(1);
    assertThat(policy)
        .startsWith("default-src 'none'; img-src data:;")
        .contains("style-src " + hash(elements(page, "style").get(0).getTextContent()) + ";")
        .contains("script-src " + hash(elements(page, "script").get(0).getTextContent()) + ";")
        .doesNotContain("unsafe");
    NodeList all = page.getElementsByTagName("*");
    for (int i = 0; i < all.getLength(); i++) {
      NamedNodeMap attributes = all.item(i).getAttributes();
      for (int a = 0; a < attributes.getLength(); a++) {
        Node attribute = attributes.item(a);
        assertThat(attribute.getNodeName()).doesNotStartWith("on").isNotEqualTo("style");
        if (attribute.getNodeName().equals("src")) {
          assertThat(attribute.getNodeValue()).startsWith("data:image/jpeg;base64,");
        }
        assertThat(attribute.getNodeValue()).doesNotContain("http:", "https:");
      }
    }
  }

  @Test
  void namesAreTextWhateverTheyHold() throws Exception {
    String wicked = "</td><script>alert(1)</script>\" onclick='x' \u202Efdp.\n&amp;.tif";
    AnalysisReport report = new AnalysisReport(2);
    add(report, result(wicked, HALF_NM, 3, 100), noise(100));
    report.add(MicrographOutcome.failed("b" + wicked, wicked, 1), Optional.empty());
    Document page = parse(report.page(run("analyze", wicked), statistics.finish()));
    assertThat(elements(page, "script")).hasSize(1);
    assertThat(page.getDocumentElement().getTextContent())
        .contains("<script>alert(1)</script>")
        .doesNotContain("\u202E");
  }

  @Test
  void everyDefectIsAnEllipseThatTellsItsSizeProbabilityAndFlags() throws Exception {
    MicrographResult result =
        new MicrographResult(
            "a.tif",
            200,
            100,
            HALF_NM,
            "as they are",
            List.of(defect(1, 50, 40, 30, 0.91), defect(4, 150, 60, 20, 0.55)),
            List.of());
    AnalysisReport report = new AnalysisReport(1);
    add(report, result, noise(100));
    Document page = parse(report.page(run("analyze"), statistics.finish()));
    List<Element> ellipses = elements(page, "ellipse");
    assertThat(ellipses).hasSize(2);
    Element first = ellipses.get(0);
    assertThat(first.getAttribute("cx")).isEqualTo("50.0");
    assertThat(first.getAttribute("rx")).isEqualTo("15.0");
    // on screen y points down, so counter-clockwise is negative
    assertThat(first.getAttribute("transform")).isEqualTo("rotate(-30.0 50.0 40.0)");
    assertThat(first.getAttribute("class")).isEqualTo(ProbabilityClass.CERTAIN.style());
    assertThat(first.getTextContent().strip())
        .isEqualTo("#1: 15.00 \u00d7 9.000 nm, probability 0.910");
    assertThat(ellipses.get(1).getAttribute("class"))
        .isEqualTo(ProbabilityClass.DOUBTFUL.style() + " flag");
    assertThat(ellipses.get(1).getTextContent()).contains("low contrast");
  }

  @Test
  void withoutACalibrationItWarnsAndGivesNoNanometresAndNoDensity() throws Exception {
    AnalysisReport report = new AnalysisReport(2);
    add(report, result("a.tif", Optional.empty(), 20, 200), noise(200));
    add(report, result("b.tif", Optional.empty(), 20, 200), noise(200));
    String page = report.page(run("analyze"), statistics.finish());
    assertThat(page)
        .contains("The pixel size is unknown")
        .contains("diameter, px")
        .doesNotContain("diameter, nm</text>")
        .doesNotContain("Number density of each image");
    assertThat(ResultFigures.of(statistics.finish()).orElseThrow().unit()).isEqualTo("px");
  }

  @Test
  void theHistogramHoldsEveryDefectAndTheBudgetEverySource() throws Exception {
    AnalysisReport report = new AnalysisReport(2);
    add(report, result("a.tif", HALF_NM, 30, 200), noise(200));
    add(report, result("b.tif", HALF_NM, 25, 200), noise(200));
    ResultFigures figures = ResultFigures.of(statistics.finish()).orElseThrow();
    assertThat(figures.sizes().orElseThrow().count()).isEqualTo(55);
    assertThat(figures.rows())
        .extracting(ResultFigures.Row::name)
        .contains(
            "Number density",
            "Mean diameter",
            "Log-normal: median",
            "Number density, corrected for edges");
    assertThat(figures.rows())
        .filteredOn(row -> row.name().startsWith("Number density"))
        .allMatch(row -> row.value().endsWith(" m\u207b\u00b2") && !row.interval().isEmpty());
    assertThat(report.page(run("analyze"), statistics.finish()))
        .contains("share of the variance", "between images", "calibration");
  }

  @Test
  void imagesUnlikeTheTrainingAreNamedOnTopAndF1IsPredictedForTheOthers() throws Exception {
    AnalysisReport report = new AnalysisReport(3);
    add(report, result("plain.tif", HALF_NM, 5, 200), noise(200));
    add(report, result("like.tif", HALF_NM, 5, 200).withTrust(trust(0.4, 0.7)), noise(200));
    add(report, result("alike.tif", HALF_NM, 5, 200).withTrust(trust(0.9, 0.8)), noise(200));
    assertThat(AnalysisWarnings.of(report)).noneMatch(w -> w.contains("unlike"));
    add(report, result("strange.tif", HALF_NM, 5, 200).withTrust(trust(1.1, -1)), noise(200));
    assertThat(AnalysisWarnings.of(report))
        .anyMatch(
            w ->
                w.startsWith("1 image is unlike")
                    && w.contains("strange.tif")
                    && w.contains("noise higher"));
    assertThat(report.page(run("analyze"), statistics.finish()))
        .contains("an F1 of 0.75 is to be expected (strict rule; mean of 2 images;");
  }

  private static Optional<Trust> trust(double distance, double f1) {
    return Optional.of(
        new Trust(
            OptionalDouble.of(distance),
            distance > 1 ? Optional.of("noise higher") : Optional.empty(),
            f1 < 0 ? OptionalDouble.empty() : OptionalDouble.of(f1),
            f1 < 0 ? OptionalDouble.empty() : OptionalDouble.of(0.06)));
  }

  @Test
  void failuresAndPartlyUnknownCalibrationsAreNamedOnTop() throws Exception {
    AnalysisReport report = new AnalysisReport(3);
    add(report, result("good.tif", HALF_NM, 20, 200), noise(200));
    add(report, result("unknown.tif", Optional.empty(), 5, 200), noise(200));
    report.add(MicrographOutcome.failed("bad.tif", "cut off", 1), Optional.empty());
    assertThat(AnalysisWarnings.of(report))
        .anyMatch(w -> w.startsWith("1 image could not be analyzed") && w.contains("bad.tif"))
        .anyMatch(w -> w.startsWith("The pixel size of 1 image") && w.contains("unknown.tif"));
    String page = report.page(run("analyze"), statistics.finish());
    assertThat(page.indexOf("Before you use the numbers")).isBetween(0, page.indexOf(">Numbers<"));
    assertThat(page).contains("cut off");
  }

  @Test
  void anEmptyRunIsAPageToo() throws Exception {
    AnalysisReport report = new AnalysisReport(1);
    report.add(MicrographOutcome.failed("bad.tif", "cut off", 1), Optional.empty());
    assertThat(elements(parse(report.page(run("analyze"), statistics.finish())), "img")).isEmpty();
  }

  @Test
  void aThousandNoisyImagesStayBelowTwentyMegabytes() throws Exception {
    int images = 1000;
    AnalysisReport report = new AnalysisReport(images);
    ByteImage noise = noise(128); // as large as its picture: nothing averages the noise
    for (int i = 0; i < images; i++) {
      add(report, result("image " + i + ".tif", HALF_NM, 40, 128), noise);
    }
    String page = report.page(run("analyze"), statistics.finish());
    assertThat(page.getBytes(StandardCharsets.UTF_8).length).isBetween(5_000_000, 20_000_000);
    assertThat(page.split("<figure id=", -1).length).isGreaterThan(500);
    assertThat(page).contains("image 999.tif");
  }

  @Test
  void aPreviewKeepsTheShapeAndStretchesTheContrast() throws Exception {
    byte[] samples = new byte[200 * 100];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) (100 + (i % 200 < 100 ? 0 : 60));
    }
    Preview preview = Preview.of(new ByteImage(200, 100, samples), 50);
    var image = ImageIO.read(new ByteArrayInputStream(preview.jpeg()));
    assertThat(image.getWidth()).isEqualTo(50);
    assertThat(image.getHeight()).isEqualTo(25);
    // 60 gray levels become 240 by the largest gain of 4; JPEG is off by a few
    assertThat(image.getRaster().getSample(5, 12, 0)).isCloseTo(8, within(8));
    assertThat(image.getRaster().getSample(45, 12, 0)).isCloseTo(247, within(8));
  }
}
