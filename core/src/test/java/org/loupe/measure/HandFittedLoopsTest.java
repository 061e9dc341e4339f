package org.loupe.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.loupe.SharedData;
import org.loupe.geometry.Ellipse;
import org.loupe.image.GrayImage;

/** Loops that people fitted by hand, measured in the boxes that labels of them would have. */
class HandFittedLoopsTest {

  @Test
  void agreesWithPeopleWithinTheirRims() throws IOException {
    Path root = SharedData.require("fecral_loops");
    DefectMeasurer measurer = new DefectMeasurer(MeasurementSettings.defaults());
    List<Double> errors = new ArrayList<>();
    List<Double> turns = new ArrayList<>();
    try (var tables = Files.newDirectoryStream(root.resolve("ellipses"), "*.csv")) {
      for (Path table : tables) {
        String name = table.getFileName().toString().replace(".csv", ".jpg");
        GrayImage image = image(root.resolve("images").resolve(name));
        for (Ellipse hand : loops(table)) {
          Ellipse found = measurer.measure(image, new RenderedRing(image, hand).padded()).ellipse();
          errors.add(found.majorAxisLength() - hand.majorAxisLength());
          if (hand.minorAxisLength() < 0.8 * hand.majorAxisLength()) {
            turns.add(RenderedRing.degreesBetween(found.orientation(), hand.orientation()));
          }
        }
      }
    }
    double mean = errors.stream().mapToDouble(e -> e).average().orElseThrow();
    double spread =
        Math.sqrt(
            errors.stream().mapToDouble(e -> (e - mean) * (e - mean)).average().orElseThrow());
    turns.sort(null);
    assertThat(errors).hasSizeGreaterThan(100);
    // people draw round the rim, the fit follows its center line: seen -2.6, spread 3.4 pixels
    assertThat(mean).isBetween(-3.2, 0.0);
    assertThat(spread).isLessThan(4.0);
    assertThat(turns.get(turns.size() / 2)).isLessThan(6.0); // median, degrees; seen 4.3
  }

  private static GrayImage image(Path path) throws IOException {
    BufferedImage read = ImageIO.read(path.toFile());
    Raster raster = read.getRaster();
    float[] samples = raster.getSamples(0, 0, read.getWidth(), read.getHeight(), 0, (float[]) null);
    return new GrayImage(read.getWidth(), read.getHeight(), samples);
  }

  private static List<Ellipse> loops(Path table) throws IOException {
    List<Ellipse> loops = new ArrayList<>();
    List<String> lines = Files.readAllLines(table);
    for (String line : lines.subList(1, lines.size())) {
      String[] cell = line.split(",", -1);
      if (cell.length > 17 && cell[17].trim().equals("0")) {
        double major = Double.parseDouble(cell[14]);
        loops.add(
            new Ellipse(
                Double.parseDouble(cell[6]),
                Double.parseDouble(cell[7]),
                major,
                Math.min(major, Double.parseDouble(cell[15])),
                Ellipse.wrapOrientation(Math.toRadians(Double.parseDouble(cell[16])))));
      }
    }
    return loops;
  }
}
