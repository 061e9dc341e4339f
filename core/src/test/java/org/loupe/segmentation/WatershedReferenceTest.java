package org.loupe.segmentation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.loupe.image.ByteImage;

/** Against scikit-image, by the numbers that {@code src/test/reference/watershed.py} printed. */
class WatershedReferenceTest {

  static List<JsonNode> scenes() throws IOException {
    try (InputStream in = WatershedReferenceTest.class.getResourceAsStream("reference.json")) {
      List<JsonNode> scenes = new ArrayList<>();
      new ObjectMapper().readTree(in).get("scenes").forEach(scenes::add);
      return scenes;
    }
  }

  @ParameterizedTest
  @MethodSource("scenes")
  void withoutALineDiffersOnlyWhereSeveralMarkersHaveTheLowestPass(JsonNode scene) {
    for (Connectivity connectivity : Connectivity.values()) {
      int[] theirs = ints(scene.get("regions").get(connectivity + "_NONE"));
      int[] ours = flooded(scene, connectivity, WatershedBorder.NONE);
      int[] owner = SharedPasses.labels(relief(scene), markers(scene), connectivity);
      int compared = 0;
      for (int p = 0; p < ours.length; p++) {
        if (owner[p] > 0) {
          assertThat(new int[] {ours[p], theirs[p]}).containsOnly(owner[p]);
          compared++;
        }
      }
      assertThat(compared).isGreaterThan(ours.length / 20); // or nothing was compared
    }
  }

  @ParameterizedTest
  @MethodSource("scenes")
  void regionsBesideALineAreThoseOfScikitImageButForTies(JsonNode scene) {
    for (Connectivity connectivity : Connectivity.values()) {
      int[] theirs = ints(scene.get("regions").get(connectivity + "_LINE"));
      int[] ours = flooded(scene, connectivity, WatershedBorder.LINE);
      int differ = 0;
      for (int p = 0; p < ours.length; p++) {
        differ += ours[p] > 0 && theirs[p] > 0 && ours[p] != theirs[p] ? 1 : 0;
      }
      // scikit-image settles ties by the order of pixels, and heights that are distinct have none
      boolean ties = scene.get("ties").asBoolean();
      assertThat(differ).isLessThanOrEqualTo(ties ? ours.length / 10 : 0);
    }
  }

  private static int[] flooded(JsonNode scene, Connectivity connectivity, WatershedBorder border) {
    return MarkerWatershed.of(
            relief(scene), markers(scene), new WatershedSettings(connectivity, border))
        .labels();
  }

  private static ByteImage relief(JsonNode scene) {
    int[] heights = ints(scene.get("relief"));
    byte[] samples = new byte[heights.length];
    for (int p = 0; p < samples.length; p++) {
      samples[p] = (byte) heights[p];
    }
    return new ByteImage(scene.get("width").asInt(), scene.get("height").asInt(), samples);
  }

  private static LabelImage markers(JsonNode scene) {
    return new LabelImage(
        scene.get("width").asInt(), scene.get("height").asInt(), ints(scene.get("markers")));
  }

  private static int[] ints(JsonNode array) {
    int[] values = new int[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).asInt();
    }
    return values;
  }
}
