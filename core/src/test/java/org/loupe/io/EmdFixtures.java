package org.loupe.io;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.DatasetCreationOptions;
import io.jhdf.api.WritableGroup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Tiny EMD files, written by the HDF5 library. */
final class EmdFixtures {

  static final DatasetCreationOptions UNSIGNED =
      DatasetCreationOptions.builder().unsigned().build();

  private EmdFixtures() {}

  /** Returns the bytes of a file that {@code content} fills. */
  static byte[] file(Consumer<WritableHdfFile> content) {
    try {
      Path path = Files.createTempFile("loupe", ".emd");
      try {
        try (WritableHdfFile file = HdfFile.write(path)) {
          content.accept(file);
        }
        return Files.readAllBytes(path);
      } finally {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a file of NCEM's kind: data with its axes, each with its values and a unit. */
  static byte[] ncem(Object data, String[] units, double[]... axes) {
    return file(file -> putNcem(file, "image", data, units, axes));
  }

  static void putNcem(
      WritableHdfFile file, String name, Object data, String[] units, double[]... axes) {
    WritableGroup group = file.putGroup("data").putGroup(name);
    group.putAttribute("emd_group_type", 1);
    group.putDataset("data", data);
    for (int axis = 0; axis < axes.length; axis++) {
      group.putDataset("dim" + (axis + 1), axes[axis]).putAttribute("units", units[axis]);
    }
  }

  /**
   * Returns a file of Velox's kind with one image or stack.
   *
   * @param data rows, columns, frames
   * @param chunk size of the chunks
   */
  static byte[] velox(short[][][] data, int[] chunk, String unit, double... pixelSizes) {
    return file(
        file -> {
          WritableGroup image =
              file.putGroup("Data").putGroup("Image").putGroup("0123456789abcdef");
          image.putDataset(
              "Data",
              data,
              DatasetCreationOptions.builder()
                  .unsigned()
                  .chunkDimensions(chunk)
                  .shuffle()
                  .deflate()
                  .build());
          image.putDataset("Metadata", metadata(unit, pixelSizes), UNSIGNED);
        });
  }

  /** Returns a column of JSON for each frame, padded with zeros. */
  private static byte[][] metadata(String unit, double... pixelSizes) {
    byte[][] columns = new byte[400][pixelSizes.length];
    for (int frame = 0; frame < pixelSizes.length; frame++) {
      String size = "\"" + pixelSizes[frame] + "\"";
      byte[] json =
          ("{\"BinaryResult\":{\"Detector\":\"HAADF\",\"PixelSize\":{\"width\":"
                  + size
                  + ",\"height\":"
                  + size
                  + "},\"PixelUnitX\":\""
                  + unit
                  + "\",\"PixelUnitY\":\""
                  + unit
                  + "\"}}")
              .getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < json.length; i++) {
        columns[i][frame] = json[i];
      }
    }
    return columns;
  }
}
