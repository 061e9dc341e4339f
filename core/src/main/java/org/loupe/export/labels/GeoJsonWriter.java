package org.loupe.export.labels;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.loupe.geometry.Box;
import org.loupe.geometry.Ellipse;
import org.loupe.geometry.Point;
import org.loupe.geometry.Polygon;

/**
 * Writes GeoJSON: {@code NAME.geojson}, a feature a defect, in pixels of the micrograph.
 *
 * <p>Programs for microscopy, such as QuPath, take GeoJSON in pixels with y down, which maps do
 * not: the numbers are no longitudes. {@code properties} hold {@code objectType}, {@code
 * classification}, the exact {@code ellipse} whose polygon the geometry is, and results' {@code
 * probability} and {@code detection_score}.
 *
 * <p>Form: H. Butler et al., <i>The GeoJSON Format</i>, RFC 7946 (2016).
 */
public final class GeoJsonWriter implements LabelWriter {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;

  public GeoJsonWriter(Path folder) {
    this.folder = folder;
  }

  @Override
  public void append(LabeledImage image) throws IOException {
    ObjectNode root = JSON.createObjectNode().put("type", "FeatureCollection");
    ArrayNode features = root.putArray("features");
    for (LabeledShape shape : image.shapes()) {
      ObjectNode feature = features.addObject().put("type", "Feature");
      geometry(feature.putObject("geometry"), shape);
      ObjectNode properties = feature.putObject("properties").put("objectType", "annotation");
      properties.putObject("classification").put("name", shape.className());
      shape.ellipse().ifPresent(ellipse -> ellipse(properties.putObject("ellipse"), ellipse));
      shape.probability().ifPresent(value -> properties.put("probability", value));
      shape.detectionScore().ifPresent(value -> properties.put("detection_score", value));
    }
    WholeFile.write(
        folder.resolve(image.baseName() + ".geojson"),
        out -> out.write(JSON.writeValueAsBytes(root)));
  }

  private static void geometry(ObjectNode geometry, LabeledShape shape) {
    List<Polygon> lines = shape.drawnOutline();
    if (lines.isEmpty()) {
      lines = List.of(corners(shape.box()));
    }
    List<Polygon> holes = new ArrayList<>();
    List<Polygon> outer = new ArrayList<>();
    for (Polygon line : lines) {
      (line.signedArea() < 0 ? holes : outer).add(line);
    }
    if (outer.size() == 1) {
      geometry.put("type", "Polygon");
      polygon(geometry.putArray("coordinates"), outer.get(0), holes);
      return;
    }
    geometry.put("type", "MultiPolygon");
    ArrayNode polygons = geometry.putArray("coordinates");
    for (Polygon line : outer) {
      polygon(
          polygons.addArray(),
          line,
          holes.stream().filter(hole -> around(hole, outer).equals(Optional.of(line))).toList());
    }
  }

  private static void polygon(ArrayNode rings, Polygon outer, List<Polygon> holes) {
    ring(rings.addArray(), outer);
    holes.forEach(hole -> ring(rings.addArray(), hole));
  }

  private static void ring(ArrayNode ring, Polygon line) {
    line.corners().forEach(corner -> ring.addArray().add(corner.x()).add(corner.y()));
    Point first = line.corners().get(0);
    ring.addArray().add(first.x()).add(first.y());
  }

  /** Returns the smallest line that surrounds a hole: islands in holes have holes of their own. */
  private static Optional<Polygon> around(Polygon hole, List<Polygon> outer) {
    return outer.stream()
        .filter(line -> line.surrounds(hole))
        .min(Comparator.comparingDouble(Polygon::signedArea));
  }

  private static Polygon corners(Box box) {
    return new Polygon(
        List.of(
            new Point(box.x(), box.y()),
            new Point(box.right(), box.y()),
            new Point(box.right(), box.bottom()),
            new Point(box.x(), box.bottom())));
  }

  private static void ellipse(ObjectNode node, Ellipse ellipse) {
    node.put("center_x", ellipse.centerX())
        .put("center_y", ellipse.centerY())
        .put("major_axis_length", ellipse.majorAxisLength())
        .put("minor_axis_length", ellipse.minorAxisLength())
        .put("orientation_deg", Math.toDegrees(ellipse.orientation()));
  }

  @Override
  public List<String> losses() {
    return List.of();
  }

  @Override
  public void close() {
    // each file is whole already
  }
}
