package org.loupe.export.labels;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.loupe.geometry.Box;
import org.loupe.geometry.Ellipse;
import org.loupe.geometry.Point;
import org.loupe.geometry.Polygon;
import org.loupe.image.Mask;
import org.loupe.image.ShapeFill;

/**
 * Writes one COCO file (JSON): Loupe's own format of labels.
 *
 * <p>An annotation with an ellipse has the key {@code ellipse} beside COCO's: {@code center_x},
 * {@code center_y}, {@code major_axis_length}, {@code minor_axis_length} (full lengths, in pixels)
 * and {@code orientation_deg} (counter-clockwise on screen, from 0 to 180); its {@code
 * segmentation} is a polygon of 72 corners for other programs. Outlines with holes are run lengths,
 * all others polygons. Results carry {@code score}, the probability, and {@code detection_score};
 * an image of known scale {@code pixel_size_nm}.
 *
 * <p>T.-Y. Lin et al., <i>Microsoft COCO: Common Objects in Context</i>, ECCV 2014,
 * doi:10.1007/978-3-319-10602-1_48.
 */
public final class CocoWriter implements LabelWriter {

  private final Path file;
  private final Path part;
  private final JsonGenerator json;
  private final Map<String, Integer> categoryOf = new LinkedHashMap<>();
  private final List<LabeledImage> images = new ArrayList<>();
  private final Losses losses = new Losses();
  private int annotations;

  /** Opens a file that appears when the writer is closed; categories are in the order met. */
  public CocoWriter(Path file) throws IOException {
    this(file, List.of());
  }

  /**
   * Opens a file that appears when the writer is closed.
   *
   * @param classes categories that come first, in this order, whether they occur or not
   */
  public CocoWriter(Path file, List<String> classes) throws IOException {
    for (String name : classes) {
      if (!name.isBlank()) {
        categoryOf.putIfAbsent(name, categoryOf.size() + 1);
      }
    }
    this.file = file;
    this.part = WholeFile.part(file);
    this.json = new JsonFactory().createGenerator(Files.newOutputStream(part), JsonEncoding.UTF8);
    DefaultPrettyPrinter lines =
        new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter(" ", "\n"));
    lines.indentArraysWith(DefaultPrettyPrinter.NopIndenter.instance);
    json.setPrettyPrinter(lines);
    json.writeStartObject();
    json.writeObjectFieldStart("info");
    json.writeStringField("description", "Defects in electron micrographs, written by Loupe");
    json.writeStringField("coordinates", "pixels; x right, y down, 0 at the first pixel's edge");
    json.writeEndObject();
    json.writeArrayFieldStart("annotations"); // first, so that they need not be kept
  }

  @Override
  public void append(LabeledImage image) throws IOException {
    images.add(
        new LabeledImage(
            image.name(),
            image.baseName(),
            image.widthPx(),
            image.heightPx(),
            image.pixelSizeNm(),
            List.of()));
    for (LabeledShape shape : image.shapes()) {
      write(shape, image);
    }
  }

  private void write(LabeledShape shape, LabeledImage image) throws IOException {
    Box box = shape.box();
    json.writeStartObject();
    json.writeNumberField("id", ++annotations);
    json.writeNumberField("image_id", images.size());
    json.writeNumberField(
        "category_id",
        categoryOf.computeIfAbsent(shape.className(), name -> categoryOf.size() + 1));
    json.writeArrayFieldStart("bbox");
    for (double number : new double[] {box.x(), box.y(), box.width(), box.height()}) {
      number(number);
    }
    json.writeEndArray();
    json.writeFieldName("area");
    number(area(shape));
    json.writeNumberField("iscrowd", 0);
    json.writeFieldName("segmentation");
    if (shape.outline().stream().anyMatch(line -> line.signedArea() < 0)) {
      writeRuns(shape.outline(), image);
    } else {
      writePolygons(shape.drawnOutline());
    }
    if (shape.ellipse().isPresent()) {
      write(shape.ellipse().get());
    }
    write("score", shape.probability());
    write("detection_score", shape.detectionScore());
    json.writeEndObject();
  }

  private static double area(LabeledShape shape) {
    if (shape.ellipse().isPresent()) {
      return shape.ellipse().get().area();
    }
    return shape.outline().isEmpty()
        ? shape.box().area()
        : Math.max(0, shape.outline().stream().mapToDouble(Polygon::signedArea).sum());
  }

  private void write(Ellipse ellipse) throws IOException {
    json.writeObjectFieldStart("ellipse");
    json.writeFieldName("center_x");
    number(ellipse.centerX());
    json.writeFieldName("center_y");
    number(ellipse.centerY());
    json.writeFieldName("major_axis_length");
    number(ellipse.majorAxisLength());
    json.writeFieldName("minor_axis_length");
    number(ellipse.minorAxisLength());
    json.writeFieldName("orientation_deg");
    number(Math.toDegrees(ellipse.orientation()));
    json.writeEndObject();
  }

  private void write(String name, OptionalDouble value) throws IOException {
    if (value.isPresent()) {
      json.writeFieldName(name);
      number(value.getAsDouble());
    }
  }

  private void writePolygons(List<Polygon> outline) throws IOException {
    json.writeStartArray();
    for (Polygon polygon : outline) {
      json.writeStartArray();
      for (Point corner : polygon.corners()) {
        number(corner.x());
        number(corner.y());
      }
      json.writeEndArray();
    }
    json.writeEndArray();
  }

  /** Run lengths column by column: polygons of COCO have no holes. */
  private void writeRuns(List<Polygon> outline, LabeledImage image) throws IOException {
    if (!outline.stream()
        .flatMap(polygon -> polygon.corners().stream())
        .allMatch(c -> c.x() == Math.rint(c.x()) && c.y() == Math.rint(c.y()))) {
      losses.add("outlines with holes are written as whole pixels");
    }
    int width = image.widthPx();
    int height = image.heightPx();
    Mask mask =
        ShapeFill.mask(width, height, row -> ShapeFill.outline(outline, width, height, row));
    json.writeStartObject();
    json.writeArrayFieldStart("size");
    json.writeNumber(height);
    json.writeNumber(width);
    json.writeEndArray();
    json.writeArrayFieldStart("counts");
    boolean set = false;
    int run = 0;
    for (int x = 0; x < width; x++) {
      for (int y = 0; y < height; y++) {
        if (mask.at(x, y) != set) {
          json.writeNumber(run);
          set = !set;
          run = 0;
        }
        run++;
      }
    }
    json.writeNumber(run);
    json.writeEndArray();
    json.writeEndObject();
  }

  /** Twelve digits: what a file says, without what its unit's arithmetic adds behind them. */
  private static double rounded(double value) {
    return new BigDecimal(value).round(new MathContext(12)).doubleValue();
  }

  /** Whole numbers without point: some readers want integers. */
  private void number(double value) throws IOException {
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      json.writeNumber((long) value);
    } else {
      json.writeNumber(value);
    }
  }

  @Override
  public List<String> losses() {
    return losses.sentences();
  }

  @Override
  public void close() throws IOException {
    if (json.isClosed()) {
      return;
    }
    json.writeEndArray();
    json.writeArrayFieldStart("images");
    for (int i = 0; i < images.size(); i++) {
      LabeledImage image = images.get(i);
      json.writeStartObject();
      json.writeNumberField("id", i + 1);
      json.writeStringField("file_name", image.name());
      json.writeNumberField("width", image.widthPx());
      json.writeNumberField("height", image.heightPx());
      if (image.pixelSizeNm().isPresent()) {
        json.writeFieldName("pixel_size_nm");
        number(rounded(image.pixelSizeNm().getAsDouble()));
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("categories");
    for (Map.Entry<String, Integer> category : categoryOf.entrySet()) {
      json.writeStartObject();
      json.writeNumberField("id", category.getValue());
      json.writeStringField("name", category.getKey());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeRaw('\n');
    json.close();
    WholeFile.finish(part, file);
  }
}
