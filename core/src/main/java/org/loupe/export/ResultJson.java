package org.loupe.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.loupe.defect.AnalyzedRegion;
import org.loupe.defect.Defect;
import org.loupe.defect.Detection;
import org.loupe.defect.ExclusionKind;
import org.loupe.defect.Measurement;
import org.loupe.defect.MeasurementFlag;
import org.loupe.defect.MicrographOutcome;
import org.loupe.defect.MicrographResult;
import org.loupe.defect.Origin;
import org.loupe.defect.Revision;
import org.loupe.defect.Trust;
import org.loupe.geometry.Box;
import org.loupe.geometry.Ellipse;
import org.loupe.geometry.Point;
import org.loupe.geometry.Polygon;
import org.loupe.micrograph.BurntInScaleBar;
import org.loupe.micrograph.Calibration;

/**
 * The result of a micrograph as JSON and back, to the last bit of every number: a table made from
 * what was read is the table made from what was written.
 */
final class ResultJson {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private ResultJson() {}

  static ObjectNode write(MicrographOutcome outcome) {
    MicrographResult result = outcome.result().orElseThrow();
    ObjectNode node = NODES.objectNode();
    node.put("image", result.image());
    node.put("elapsed_ms", outcome.elapsedMs());
    node.put("width", result.widthPx()).put("height", result.heightPx());
    result
        .calibration()
        .ifPresent(
            c ->
                node.putObject("calibration")
                    .put("width_nm", c.pixelWidthNm())
                    .put("height_nm", c.pixelHeightNm())
                    .put("source", c.source()));
    node.put("intensity_mapping", result.intensityMapping());
    ArrayNode notes = node.putArray("notes");
    result.notes().forEach(notes::add);
    result
        .revision()
        .ifPresent(
            by ->
                node.putObject("revision")
                    .put("kept", by.kept())
                    .put("drawn", by.drawn())
                    .put("removed", by.removed()));
    result.trust().ifPresent(trust -> node.set("trust", write(trust)));
    node.set("region", write(result.region()));
    result.member().ifPresent(member -> node.put("member", member));
    ArrayNode defects = node.putArray("defects");
    result.defects().forEach(defect -> defects.add(write(defect)));
    return node;
  }

  private static ObjectNode write(Trust trust) {
    ObjectNode node = NODES.objectNode();
    trust.domainDistance().ifPresent(distance -> node.put("domain_distance", distance));
    trust.strangestTrait().ifPresent(trait -> node.put("strangest_trait", trait));
    trust.predictedF1().ifPresent(f1 -> node.put("predicted_f1", f1));
    trust.predictedF1Error().ifPresent(error -> node.put("predicted_f1_error", error));
    return node;
  }

  private static ObjectNode write(AnalyzedRegion region) {
    ObjectNode node = NODES.objectNode();
    Box frame = region.frame();
    node.putArray("frame").add(frame.x()).add(frame.y()).add(frame.width()).add(frame.height());
    node.put("area", region.areaPx2()).put("dropped", region.droppedDetections());
    ObjectNode excluded = node.putObject("excluded");
    region.excludedPx2().forEach((kind, pixels) -> excluded.put(kind.name(), pixels));
    ArrayNode outlines = node.putArray("outlines");
    for (Polygon polygon : region.outlines()) {
      ArrayNode corners = outlines.addArray();
      polygon.corners().forEach(corner -> corners.add(corner.x()).add(corner.y()));
    }
    region
        .scaleBar()
        .ifPresent(
            bar -> {
              Box box = bar.box();
              ObjectNode scaleBar = node.putObject("scale_bar");
              scaleBar.putArray("box").add(box.x()).add(box.y()).add(box.width()).add(box.height());
              scaleBar.put("length", bar.lengthPx()).put("uncertainty", bar.lengthUncertaintyPx());
              bar.labelNm().ifPresent(nm -> scaleBar.put("label_nm", nm));
            });
    return node;
  }

  private static AnalyzedRegion readRegion(JsonNode node) {
    JsonNode frame = node.required("frame");
    Map<ExclusionKind, Long> excluded = new EnumMap<>(ExclusionKind.class);
    node.required("excluded")
        .properties()
        .forEach(e -> excluded.put(ExclusionKind.valueOf(e.getKey()), e.getValue().longValue()));
    List<Polygon> outlines = new ArrayList<>();
    for (JsonNode corners : node.required("outlines")) {
      List<Point> points = new ArrayList<>();
      for (int i = 0; i + 1 < corners.size(); i += 2) {
        points.add(new Point(number(corners, i), number(corners, i + 1)));
      }
      outlines.add(new Polygon(points));
    }
    return new AnalyzedRegion(
        box(frame),
        node.required("area").longValue(),
        excluded,
        outlines,
        node.required("dropped").intValue(),
        Optional.ofNullable(node.get("scale_bar")).map(ResultJson::readScaleBar));
  }

  private static BurntInScaleBar readScaleBar(JsonNode node) {
    return new BurntInScaleBar(
        box(node.required("box")),
        node.required("length").doubleValue(),
        node.required("uncertainty").doubleValue(),
        optional(node.get("label_nm")));
  }

  private static Box box(JsonNode array) {
    return new Box(number(array, 0), number(array, 1), number(array, 2), number(array, 3));
  }

  private static ObjectNode write(Defect defect) {
    ObjectNode node = NODES.objectNode();
    Detection detection = defect.detection();
    node.put("id", defect.id()).put("class", detection.defectClass());
    Box box = detection.box();
    node.putArray("box").add(box.x()).add(box.y()).add(box.width()).add(box.height());
    detection.detectionScore().ifPresent(score -> node.put("score", score));
    detection.screeningProbability().ifPresent(p -> node.put("probability", p));
    if (detection.origin() != Origin.MACHINE) {
      node.put("origin", detection.origin().name());
    }
    Measurement measurement = defect.measurement();
    Ellipse ellipse = measurement.ellipse();
    node.putArray("ellipse")
        .add(ellipse.centerX())
        .add(ellipse.centerY())
        .add(ellipse.majorAxisLength())
        .add(ellipse.minorAxisLength())
        .add(ellipse.orientation());
    node.put("area", measurement.areaPx2());
    node.putArray("feret").add(measurement.feretMaxPx()).add(measurement.feretMinPx());
    ArrayNode flags = node.putArray("flags");
    measurement.flags().forEach(flag -> flags.add(flag.name()));
    return node;
  }

  /**
   * Returns the outcome that was written.
   *
   * @throws IllegalArgumentException if it is not one
   */
  static MicrographOutcome read(JsonNode node) {
    List<Defect> defects = new ArrayList<>();
    node.required("defects").forEach(defect -> defects.add(readDefect(defect)));
    List<String> notes = new ArrayList<>();
    node.required("notes").forEach(note -> notes.add(note.asText()));
    return MicrographOutcome.done(
        new MicrographResult(
            node.required("image").asText(),
            node.required("width").intValue(),
            node.required("height").intValue(),
            Optional.ofNullable(node.get("calibration")).map(ResultJson::readCalibration),
            node.required("intensity_mapping").asText(),
            defects,
            notes,
            Optional.ofNullable(node.get("revision")).map(ResultJson::readRevision),
            Optional.ofNullable(node.get("trust")).map(ResultJson::readTrust),
            readRegion(node.required("region")),
            Optional.ofNullable(node.get("member")).map(JsonNode::asText)),
        node.required("elapsed_ms").doubleValue());
  }

  private static Revision readRevision(JsonNode node) {
    return new Revision(
        node.required("kept").intValue(),
        node.required("drawn").intValue(),
        node.required("removed").intValue());
  }

  private static Trust readTrust(JsonNode node) {
    return new Trust(
        optional(node.get("domain_distance")),
        Optional.ofNullable(node.get("strangest_trait")).map(JsonNode::asText),
        optional(node.get("predicted_f1")),
        optional(node.get("predicted_f1_error")));
  }

  private static Calibration readCalibration(JsonNode node) {
    return new Calibration(
        node.required("width_nm").doubleValue(),
        node.required("height_nm").doubleValue(),
        node.required("source").asText());
  }

  private static Defect readDefect(JsonNode node) {
    JsonNode box = node.required("box");
    JsonNode ellipse = node.required("ellipse");
    JsonNode feret = node.required("feret");
    Set<MeasurementFlag> flags = EnumSet.noneOf(MeasurementFlag.class);
    node.required("flags").forEach(flag -> flags.add(MeasurementFlag.valueOf(flag.asText())));
    return new Defect(
        node.required("id").intValue(),
        new Detection(
            node.required("class").asText(),
            box(box),
            optional(node.get("score")),
            optional(node.get("probability")),
            Origin.valueOf(node.path("origin").asText(Origin.MACHINE.name()))),
        new Measurement(
            new Ellipse(
                number(ellipse, 0),
                number(ellipse, 1),
                number(ellipse, 2),
                number(ellipse, 3),
                number(ellipse, 4)),
            node.required("area").doubleValue(),
            number(feret, 0),
            number(feret, 1),
            flags));
  }

  private static double number(JsonNode array, int index) {
    return array.required(index).doubleValue();
  }

  private static OptionalDouble optional(@Nullable JsonNode number) {
    return number == null ? OptionalDouble.empty() : OptionalDouble.of(number.doubleValue());
  }
}
