package org.loupe.export.labels;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.loupe.geometry.Box;
import org.loupe.geometry.Point;
import org.loupe.geometry.Polygon;

/**
 * Writes YOLO's texts: {@code NAME.txt}, a line a defect, and {@code classes.txt}.
 *
 * <p>An outline is a polygon, anything else a box. The format has no ellipses, so their angles and
 * axes are lost; of an outline of several lines the largest is kept.
 */
public final class YoloWriter implements LabelWriter {

  private final Path folder;
  private final Map<String, Integer> numberOf = new LinkedHashMap<>();
  private final Losses losses = new Losses();

  public YoloWriter(Path folder) {
    this.folder = folder;
  }

  @Override
  public void append(LabeledImage image) throws IOException {
    StringBuilder text = new StringBuilder();
    for (LabeledShape shape : image.shapes()) {
      text.append(numberOf.computeIfAbsent(shape.className(), name -> numberOf.size()));
      if (shape.outline().isEmpty()) {
        Box box = shape.box();
        field(text, box.centerX() / image.widthPx());
        field(text, box.centerY() / image.heightPx());
        field(text, box.width() / image.widthPx());
        field(text, box.height() / image.heightPx());
      } else {
        for (Point corner : largest(shape.outline()).corners()) {
          field(text, corner.x() / image.widthPx());
          field(text, corner.y() / image.heightPx());
        }
      }
      text.append('\n');
      if (shape.ellipse().isPresent()) {
        losses.add("ellipses are written as boxes: their axes and angles are lost");
      }
      if (shape.outline().size() > 1) {
        losses.add("outlines of several lines keep the largest: holes and parts are lost");
      }
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    WholeFile.write(folder.resolve(image.baseName() + ".txt"), out -> out.write(bytes));
  }

  private static Polygon largest(List<Polygon> outline) {
    Polygon largest = outline.get(0);
    for (Polygon polygon : outline) {
      if (polygon.signedArea() > largest.signedArea()) {
        largest = polygon;
      }
    }
    return largest;
  }

  private static void field(StringBuilder text, double fraction) {
    text.append(' ').append(fraction); // the shortest text that reads back as the same number
  }

  @Override
  public List<String> losses() {
    return losses.sentences();
  }

  @Override
  public void close() throws IOException {
    StringBuilder text = new StringBuilder();
    numberOf.keySet().forEach(name -> text.append(name).append('\n'));
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    WholeFile.write(folder.resolve("classes.txt"), out -> out.write(bytes));
  }
}
