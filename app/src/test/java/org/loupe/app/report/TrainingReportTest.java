package org.loupe.app.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.loupe.evaluate.MeasuredLabels;
import org.loupe.measure.DefectMeasurer;
import org.loupe.measure.MeasurementMethod;
import org.loupe.measure.MeasurementSettings;
import org.loupe.training.MeasurementValidation;
import org.loupe.training.TrainedModel;
import org.loupe.trust.SmallTrust;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

class TrainingReportTest {

  /** Sums of a few rates near 1. */
  private static final double ROUNDING = 1e-12;

  @TempDir private Path folder = Path.of("");

  private Path write(TrainedModel trained, String... sets) throws Exception {
    Path html = folder.resolve("report.html");
    new TrainingReport(
            new TrainingReport.Provenance(
                "rings <1>",
                "loupe train \"a & b\" --out rings.loupe",
                "0.1.0",
                "3 micrographs",
                List.of(sets),
                Duration.ofSeconds(3725)))
        .write(
            trained,
            new MeasuredSizes(
                "box", Map.of("box", sizes(trained, 0.5), "improbable too", sizes(trained, 0.2))),
            html,
            folder.resolve("report.json"));
    return html;
  }

  private static MeasuredLabels.Figures sizes(TrainedModel trained, double minProbability)
      throws IOException {
    return MeasurementValidation.of(
            trained.micrographs(),
            minProbability,
            List.of(
                new DefectMeasurer(
                    MeasurementSettings.defaults().withMethod(MeasurementMethod.BOX))))
        .get(0)
        .pooled();
  }

  private JsonNode json(TrainedModel trained, String... sets) throws Exception {
    write(trained, sets);
    return new ObjectMapper().readTree(folder.resolve("report.json").toFile());
  }

  /** The page is well-formed XML too, so that a strict parser sees every element closed. */
  private Document page(TrainedModel trained, String... sets) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(Files.readAllBytes(write(trained, sets))));
  }

  private static List<Element> elements(Document page, String name) {
    NodeList nodes = page.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  private static void assertRates(JsonNode figures, int found, int labels, int right, int boxes) {
    assertThat(figures.get("labels_found").intValue()).isEqualTo(found);
    assertThat(figures.get("right").intValue()).isEqualTo(right);
    double recall = (double) found / labels;
    double precision = (double) right / boxes;
    assertThat(figures.get("recall").doubleValue()).isEqualTo(recall);
    assertThat(figures.get("precision").doubleValue()).isEqualTo(precision);
    assertThat(figures.get("f1").doubleValue())
        .isCloseTo(2 * recall * precision / (recall + precision), within(ROUNDING));
  }

  @Test
  void figuresAreThoseCountedByHand() throws Exception {
    JsonNode root = json(SmallTraining.oneOfEach(folder));
    JsonNode all = root.get("all");
    assertThat(all.get("micrographs").intValue()).isEqualTo(3);
    assertThat(all.get("labels").intValue()).isEqualTo(5);
    assertThat(all.at("/module_1_alone/candidates").intValue()).isEqualTo(5);
    assertThat(all.at("/module_1_alone/candidates_per_label").doubleValue()).isEqualTo(1);
    assertRates(all.at("/module_1_alone/center_20px"), 4, 5, 4, 5);
    // the candidate at the second label overlaps it by a quarter
    assertRates(all.at("/module_1_alone/iou_50"), 3, 5, 3, 5);
    assertThat(all.at("/modules_1_and_2/detections").intValue()).isEqualTo(4);
    assertRates(all.at("/modules_1_and_2/center_20px"), 3, 5, 3, 4);
    assertRates(all.at("/modules_1_and_2/iou_50"), 2, 5, 2, 4);
    assertThat(root.at("/operating_point/min_probability").doubleValue()).isEqualTo(0.5);
    assertThat(root.at("/operating_point/center_20px/precision").doubleValue()).isEqualTo(0.75);
    assertThat(root.at("/operating_point/iou_50/recall").doubleValue()).isEqualTo(0.4);
    assertThat(root.get("elapsed_s").intValue()).isEqualTo(3725);
    assertThat(root.get("command").textValue())
        .isEqualTo("loupe train \"a & b\" --out rings.loupe");
  }

  @Test
  void sizesAreJudgedByTheShapesOfLabelsThatAreFound() throws Exception {
    JsonNode sizes = json(SmallTraining.outlined(folder)).get("measurement_iou_50");
    assertThat(sizes.get("labels").intValue()).isEqualTo(2);
    assertThat(sizes.get("label_mean_px").doubleValue()).isEqualTo(35);
    assertThat(sizes.get("mean_error").doubleValue()).isCloseTo(0.1, within(ROUNDING));
    assertThat(sizes.get("sd_error").doubleValue()).isCloseTo(0.1, within(ROUNDING));
    assertThat(sizes.get("method").textValue()).isEqualTo("box");
    assertThat(sizes.at("/by_method/box/mean_error")).isEqualTo(sizes.get("mean_error"));
    assertThat(sizes.at("/by_method/improbable too/labels").intValue()).isEqualTo(3);
    assertThat(write(SmallTraining.outlined(folder)))
        .content()
        .contains(
            "Of 2 labels with a shape",
            "38.50 px where the labels have 35.00 (+10.0 %)",
            "<td>33.00</td>");

    TrainedModel boxes = SmallTraining.oneOfEach(folder);
    assertThat(json(boxes).has("measurement_iou_50")).isFalse();
    assertThat(write(boxes)).content().doesNotContain("with a shape that a detection");
  }

  @Test
  void saysWhatTheModelKnowsOfItsLimits() throws Exception {
    TrainedModel blind = SmallTraining.oneOfEach(folder);
    assertThat(json(blind).has("trust")).isFalse();
    assertThat(write(blind)).content().contains("will not warn of images that are unlike these");
    TrainedModel knowing =
        new TrainedModel(
            blind.cascade(),
            blind.scan(),
            blind.screener(),
            blind.cascades(),
            blind.validation(),
            Optional.of(SmallTrust.basis(0.5, 2)),
            blind.micrographs());
    JsonNode trust = json(knowing).get("trust");
    assertThat(trust.get("micrographs").intValue()).isEqualTo(5);
    assertThat(trust.at("/predicted_f1/error").doubleValue()).isEqualTo(0.05);
    assertThat(trust.at("/predicted_f1/error_of_the_mean").doubleValue()).isEqualTo(0.08);
    assertThat(write(knowing)).content().contains("5 micrographs here").contains("error of 0.050");
  }

  @Test
  void theCurveHoldsEveryThreshold() throws Exception {
    JsonNode curve = json(SmallTraining.oneOfEach(folder)).get("curve");
    assertThat(curve).hasSize(99);
    // probability 0.30: the doubted box counts too
    assertThat(curve.get(29).get("min_probability").doubleValue()).isEqualTo(0.3);
    assertThat(curve.get(29).at("/iou_50/recall").doubleValue()).isEqualTo(3 / 5.0);
    assertThat(curve.get(29).at("/center_20px/precision").doubleValue()).isEqualTo(4 / 5.0);
    // probability 0.92: only the best
    assertThat(curve.get(91).at("/iou_50/recall").doubleValue()).isEqualTo(1 / 5.0);
    assertThat(curve.get(91).at("/iou_50/precision").doubleValue()).isEqualTo(1);
  }

  @Test
  void foldsSeriesAndMicrographsAreCountedApart() throws Exception {
    JsonNode root = json(SmallTraining.oneOfEach(folder));
    assertThat(root.get("by_fold")).hasSize(2);
    assertThat(root.at("/by_fold/0/fold").intValue()).isEqualTo(1);
    assertThat(root.at("/by_fold/0/micrographs").intValue()).isEqualTo(2);
    assertRates(root.at("/by_fold/0/modules_1_and_2/iou_50"), 1, 4, 1, 3);
    assertRates(root.at("/by_fold/1/modules_1_and_2/iou_50"), 1, 1, 1, 1);
    assertThat(root.at("/by_series/1/series").textValue()).isEqualTo("s1");
    assertRates(root.at("/by_series/1/modules_1_and_2/center_20px"), 2, 4, 2, 3);
    assertThat(root.at("/by_micrograph/0/image").textValue()).isEqualTo("a.png");
    assertRates(root.at("/by_micrograph/0/module_1_alone/center_20px"), 3, 4, 3, 4);
    JsonNode empty = root.at("/by_micrograph/1");
    assertThat(empty.get("image").textValue()).isEqualTo("c.png");
    assertThat(empty.at("/modules_1_and_2/iou_50/recall").isNull()).isTrue();
    assertThat(empty.at("/module_1_alone/candidates_per_label").isNull()).isTrue();
    assertThat(root.at("/by_micrograph/2/fold").intValue()).isEqualTo(2);
    assertThat(root.at("/by_size/1/labels").intValue()).isEqualTo(3);
    assertThat(root.at("/by_size/1/center_20px/recall").doubleValue()).isEqualTo(2 / 3.0);
  }

  @Test
  void setsThatWereJoinedAreCountedApart() throws Exception {
    TrainedModel trained = SmallTraining.twoSets(folder);
    JsonNode sets = json(trained, "steel", "titanium").get("by_set");
    assertThat(sets).hasSize(2);
    assertThat(sets.get(0).get("set").textValue()).isEqualTo("steel");
    assertRates(sets.get(0).at("/modules_1_and_2/iou_50"), 1, 1, 1, 1);
    assertThat(sets.get(1).at("/modules_1_and_2/iou_50/recall").doubleValue()).isZero();
    assertThat(sets.get(1).get("labels").intValue()).isEqualTo(1);
    assertThat(page(trained, "steel", "titanium").getDocumentElement().getTextContent())
        .contains("By labeled set");
    assertThat(json(trained, "steel").has("by_set")).isFalse();
  }

  @Test
  void reliabilityAddsUpToTheCalibrationError() throws Exception {
    JsonNode calibration = json(SmallTraining.oneOfEach(folder)).get("calibration");
    assertThat(calibration.get("temperature").doubleValue()).isEqualTo(2);
    assertThat(calibration.get("offset").doubleValue()).isEqualTo(0.1);
    JsonNode bins = calibration.get("bins");
    assertThat(bins).hasSize(10);
    assertThat(bins.get(9).get("answers").intValue()).isEqualTo(2);
    assertThat(bins.get(9).get("share_right").doubleValue()).isEqualTo(1);
    assertThat(bins.get(9).get("mean_probability").doubleValue()).isCloseTo(0.93, within(ROUNDING));
    assertThat(bins.get(8).get("share_right").doubleValue()).isZero();
    assertThat(bins.get(3).get("share_right").doubleValue()).isEqualTo(1);
    assertThat(bins.get(0).get("share_right").isNull()).isTrue();
    double error = 0;
    for (JsonNode bin : bins) {
      if (bin.get("answers").intValue() > 0) {
        error +=
            bin.get("answers").intValue()
                / 5.0
                * Math.abs(
                    bin.get("mean_probability").doubleValue()
                        - bin.get("share_right").doubleValue());
      }
    }
    // (0.14 + 0.81 + 0.71 + 0.69) / 5
    assertThat(error).isCloseTo(0.47, within(ROUNDING));
    assertThat(calibration.get("expected_error").doubleValue()).isCloseTo(0.47, within(ROUNDING));
  }

  @Test
  void everyDisagreementHasItsKindAndPicture() throws Exception {
    TrainedModel trained = SmallTraining.oneOfEach(folder);
    JsonNode kinds = json(trained).get("disagreements_iou_50");
    for (String kind :
        List.of(
            "/misses/box_differs",
            "/misses/doubted",
            "/misses/unseen",
            "/false_alarms/at_label",
            "/false_alarms/no_label")) {
      assertThat(kinds.at(kind).intValue()).as(kind).isEqualTo(1);
    }
    Document page = page(trained);
    assertThat(elements(page, "figcaption").stream().map(Element::getTextContent))
        .containsExactly(
            "a.png\n30 × 30 px at (135, 55)\nprobability 0.810, overlap 0.25",
            "a.png\n24 × 24 px at (52, 112)\nprobability 0.310, overlap 0.72",
            "a.png\n20 × 20 px at (160, 130)\nno box of the model",
            "a.png\n30 × 30 px at (145, 67)\nprobability 0.810, overlap 0.25",
            "a.png\n20 × 20 px at (15, 15)\nprobability 0.710");
    for (Element image : elements(page, "img")) {
      byte[] png =
          Base64.getDecoder()
              .decode(image.getAttribute("src").substring("data:image/png;base64,".length()));
      assertThat(ImageIO.read(new ByteArrayInputStream(png)).getWidth()).isEqualTo(128);
    }
  }

  @Test
  void thePageLoadsNothingAndRunsNothing() throws Exception {
    TrainedModel trained = SmallTraining.oneOfEach(folder);
    Document page = page(trained);
    for (Element element : elements(page, "*")) {
      assertThat(element.getTagName())
          .isNotIn("script", "link", "iframe", "object", "embed", "form", "base", "image", "use");
      NamedNodeMap attributes = element.getAttributes();
      for (int i = 0; i < attributes.getLength(); i++) {
        Node attribute = attributes.item(i);
        String name = attribute.getNodeName().toLowerCase(Locale.ROOT);
        assertThat(name).doesNotStartWith("on").isNotIn("href", "xlink:href", "style", "srcset");
        if (name.equals("src")) {
          assertThat(attribute.getNodeValue()).startsWith("data:image/png;base64,");
        } else {
          assertThat(attribute.getNodeValue()).doesNotContain("http:", "https:", "//");
        }
      }
    }
    String style = elements(page, "style").get(0).getTextContent();
    assertThat(style).doesNotContain("url", "@import");
    String policy = elements(page, "meta").get(1).getAttribute("content");
    String hash =
        Base64.getEncoder()
            .encodeToString(
                MessageDigest.getInstance("SHA-256")
                    .digest(style.getBytes(StandardCharsets.UTF_8)));
    assertThat(elements(page, "meta").get(1).getAttribute("http-equiv"))
        .isEqualTo("Content-Security-Policy");
    assertThat(policy)
        .contains("default-src 'none'", "img-src data:", "'sha256-" + hash + "'")
        .doesNotContain("unsafe");
  }

  @Test
  void namesAreTextWhateverTheyHold() throws Exception {
    TrainedModel trained = SmallTraining.oneOfEach(folder);
    Document page = page(trained);
    String shown = page.getDocumentElement().getTextContent();
    // what turns the text around and what no XML may hold are replaced
    assertThat(shown)
        .contains("<script>alert('x')</script>&\"b\"\uFFFD\uFFFD.png")
        .contains("<b>bold & series</b>")
        .contains("rings <1>")
        .contains("loupe train \"a & b\" --out rings.loupe");
    assertThat(Files.readString(folder.resolve("report.html")))
        .doesNotContain("<script", "<b>", "\u202E");
  }

  @Test
  void undefinedFiguresAreDashes() throws Exception {
    for (TrainedModel trained :
        List.of(
            SmallTraining.nothing(folder),
            SmallTraining.oneOfEach(folder),
            SmallTraining.perfect(folder),
            SmallTraining.wrong(folder, 2))) {
      Document page = page(trained);
      assertThat(page.getDocumentElement().getTextContent()).doesNotContain("NaN", "Infinity");
      for (Element element : elements(page, "*")) {
        NamedNodeMap attributes = element.getAttributes();
        for (int i = 0; i < attributes.getLength(); i++) {
          if (!attributes.item(i).getNodeName().equals("src")) {
            assertThat(attributes.item(i).getNodeValue()).doesNotContain("NaN", "Infinity");
          }
        }
      }
      assertThat(Files.readString(folder.resolve("report.json"))).doesNotContain("NaN", "Infinity");
    }
    assertThat(page(SmallTraining.nothing(folder)).getDocumentElement().getTextContent())
        .contains("There are no labels.")
        .contains("0 labels that no detection matches");
  }

  @Test
  void withoutDisagreementsThereAreNoPictures() throws Exception {
    Document page = page(SmallTraining.perfect(folder));
    assertThat(elements(page, "img")).isEmpty();
    assertThat(elements(page, "p").stream().map(Element::getTextContent))
        .filteredOn("None."::equals)
        .hasSize(5);
  }

  @Test
  void picturesAreTheMostProbableOnesAndBoundThePage() throws Exception {
    Document page = page(SmallTraining.wrong(folder, 32));
    assertThat(elements(page, "img")).hasSize(48);
    List<String> captions =
        elements(page, "figcaption").stream().map(Element::getTextContent).toList();
    assertThat(captions.get(24)).contains("probability 0.860");
    assertThat(captions.get(25)).contains("probability 0.850");
    assertThat(captions.get(47)).contains("probability 0.630");
    // noise is the worst that can be shown: five kinds of 24 pictures stay below 5 MB
    assertThat(Files.size(folder.resolve("report.html"))).isLessThan(48 * 5_000_000L / 120);
  }
}
