package org.loupe.segmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.loupe.image.ByteImage;
import org.loupe.image.GrayImage;

class MarkerWatershedTest {

  private static final WatershedSettings FOUR =
      new WatershedSettings(Connectivity.FOUR, WatershedBorder.NONE);
  private static final WatershedSettings FOUR_LINE =
      new WatershedSettings(Connectivity.FOUR, WatershedBorder.LINE);
  private static final WatershedSettings EIGHT_LINE =
      new WatershedSettings(Connectivity.EIGHT, WatershedBorder.LINE);

  @Test
  void basinsMeetOnTheCrest() {
    String[] relief = {
      "0123210", //
      "0123210", "0123210"
    };
    String[] markers = {
      ".......", //
      "1.....2", "......."
    };
    assertThat(flooded(relief, markers, FOUR))
        .containsExactly(
            "1111222", // floods reach the crest in one round: the smaller label
            "1111222", "1111222");
    assertThat(flooded(relief, markers, FOUR_LINE))
        .containsExactly(
            "111.222", //
            "111.222", "111.222");
  }

  @Test
  void aPlateauIsSharedByDistance() {
    String[] flat = {"555555555"};
    assertThat(flooded(flat, new String[] {"1......2."}, FOUR)).containsExactly("111122222");
    assertThat(flooded(flat, new String[] {"1.....2.."}, FOUR)).containsExactly("111122222");
    assertThat(flooded(flat, new String[] {"2.....1.."}, FOUR)).containsExactly("222111111");
  }

  @Test
  void aLineKeepsRegionsApartWhateverTheWidthOfThePlateau() {
    String[] flat = {"555555555"};
    assertThat(flooded(flat, new String[] {"1.....2.."}, FOUR_LINE)).containsExactly("111.22222");
    assertThat(flooded(flat, new String[] {"1....2..."}, FOUR_LINE)).containsExactly("111.22222");
    assertThat(flooded(flat, new String[] {"2....1..."}, FOUR_LINE)).containsExactly("22.111111");
  }

  @Test
  void theLowerPassDecidesWhereAPondWithoutMarkerGoes() {
    String[] relief = {
      "0401030", // a pond in the middle: its left pass is at 4, its right at 1 and 3
    };
    assertThat(flooded(relief, new String[] {"1.....2"}, FOUR)).containsExactly("1122222");
  }

  @Test
  void cornersJoinOnlyWithEightNeighbors() {
    String[] relief = {
      "0999", //
      "9099", "9909", "9990"
    };
    String[] markers = {
      "1..2", //
      "....", "....", "...."
    };
    assertThat(flooded(relief, markers, WatershedSettings.defaults()))
        .containsExactly("1112", "1111", "1111", "1111");
    assertThat(flooded(relief, markers, FOUR)).containsExactly("1122", "1122", "1122", "1122");
  }

  @Test
  void markersOnCrestsAndMarkersThatTouchStay() {
    String[] relief = {"9009"};
    assertThat(flooded(relief, new String[] {"1..2"}, FOUR)).containsExactly("1122");
    assertThat(flooded(relief, new String[] {"12.."}, FOUR_LINE)).containsExactly("1222");
  }

  @Test
  void withoutMarkersNothingIsFlooded() {
    assertThat(flooded(new String[] {"0120"}, new String[] {"...."}, FOUR)).containsExactly("....");
  }

  @Test
  void aFloodThatDryPixelsEncloseEndsThere() {
    // both floods are at the middle of the lowest row at once, and the well under it stays dry
    String[] relief = {"111", "919", "909"};
    assertThat(flooded(relief, new String[] {"1.2", "...", "..."}, FOUR_LINE))
        .containsExactly("1.2", "1.2", "1.2");
  }

  @ParameterizedTest
  @EnumSource(Connectivity.class)
  void equalsTheDefinitionOnRandomReliefs(Connectivity connectivity) {
    for (WatershedBorder border : WatershedBorder.values()) {
      WatershedSettings settings = new WatershedSettings(connectivity, border);
      Random random = new Random(1991);
      for (int i = 0; i < 300; i++) {
        Scene scene = Scene.random(random);
        assertThat(MarkerWatershed.of(scene.relief, scene.markers, settings).labels())
            .as("scene %s, %s", i, settings)
            .isEqualTo(byDefinition(scene, settings));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Connectivity.class)
  void everyLabelHasTheLowestPass(Connectivity connectivity) {
    WatershedSettings settings = new WatershedSettings(connectivity, WatershedBorder.NONE);
    Random random = new Random(7);
    for (int i = 0; i < 100; i++) {
      Scene scene = Scene.random(random);
      int[] labels = MarkerWatershed.of(scene.relief, scene.markers, settings).labels();
      int most = Arrays.stream(scene.markers.labels()).max().orElseThrow();
      int[][] pass = new int[most + 1][];
      for (int label = 1; label <= most; label++) {
        pass[label] = lowestPass(scene, label, connectivity);
      }
      for (int p = 0; p < labels.length; p++) {
        int at = p;
        int lowest =
            java.util.stream.IntStream.rangeClosed(1, most)
                .map(label -> pass[label][at])
                .min()
                .orElseThrow();
        assertThat(pass[labels[p]][p]).isEqualTo(lowest);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"FOUR, NONE", "FOUR, LINE", "EIGHT, NONE", "EIGHT, LINE"})
  void mirroredAndTurnedReliefsGiveMirroredAndTurnedRegions(
      Connectivity connectivity, WatershedBorder border) {
    WatershedSettings settings = new WatershedSettings(connectivity, border);
    Random random = new Random(90);
    for (int i = 0; i < 50; i++) {
      Scene scene = Scene.random(random);
      int width = scene.relief.width();
      int height = scene.relief.height();
      int[] labels = MarkerWatershed.of(scene.relief, scene.markers, settings).labels();
      IntUnaryOperator mirrored = p -> p / width * width + width - 1 - p % width;
      IntUnaryOperator transposed = p -> p % height * width + p / height;
      assertThat(scene.moved(width, height, mirrored, settings)).isEqualTo(moved(labels, mirrored));
      assertThat(scene.moved(height, width, transposed, settings))
          .isEqualTo(moved(labels, transposed));
    }
  }

  @Test
  void regionsWithALineAreNowhereNeighbors() {
    Random random = new Random(3);
    for (int i = 0; i < 100; i++) {
      Scene scene = Scene.random(random);
      int width = scene.relief.width();
      int[] labels = MarkerWatershed.of(scene.relief, scene.markers, EIGHT_LINE).labels();
      for (int p = 0; p < labels.length; p++) {
        for (int q : neighbors(p, width, labels.length / width, Connectivity.EIGHT)) {
          boolean bothMarkers = scene.markers.labels()[p] > 0 && scene.markers.labels()[q] > 0;
          assertThat(labels[p] == 0 || labels[q] == 0 || labels[p] == labels[q] || bothMarkers)
              .isTrue();
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"FOUR, NONE", "FOUR, LINE", "EIGHT, NONE", "EIGHT, LINE"})
  void floatsCountByTheirOrder(Connectivity connectivity, WatershedBorder border) {
    WatershedSettings settings = new WatershedSettings(connectivity, border);
    Random random = new Random(32);
    for (int i = 0; i < 50; i++) {
      Scene scene = Scene.random(random);
      float[] heights = new float[scene.relief.samples().length];
      for (int p = 0; p < heights.length; p++) {
        double level = (scene.relief.samples()[p] & 0xFF) - 2;
        heights[p] = (float) (level * level * level * 1e-20); // below, at and above zero, tiny
      }
      GrayImage relief = new GrayImage(scene.relief.width(), scene.relief.height(), heights);
      assertThat(MarkerWatershed.of(relief, scene.markers, settings).labels())
          .isEqualTo(MarkerWatershed.of(scene.relief, scene.markers, settings).labels());
    }
  }

  @Test
  void minusZeroIsZeroAndInfinitiesAreHeights() {
    float infinite = Float.POSITIVE_INFINITY;
    float[] heights = {-infinite, -0f, 0f, -0f, infinite, 3e38f, -3e38f};
    GrayImage relief = new GrayImage(7, 1, heights);
    LabelImage markers = new LabelImage(7, 1, new int[] {1, 0, 0, 0, 0, 0, 2});
    assertThat(MarkerWatershed.of(relief, markers, FOUR_LINE).labels())
        .containsExactly(1, 1, 1, 1, 0, 2, 2);
  }

  @Test
  void leavesItsInputsAlone() {
    Scene scene = Scene.random(new Random(5));
    byte[] relief = scene.relief.samples().clone();
    int[] markers = scene.markers.labels().clone();
    MarkerWatershed.of(scene.relief, scene.markers, EIGHT_LINE);
    assertThat(scene.relief.samples()).isEqualTo(relief);
    assertThat(scene.markers.labels()).isEqualTo(markers);
  }

  @Test
  void refusesWhatItCannotFlood() {
    ByteImage relief = new ByteImage(2, 1, new byte[2]);
    LabelImage turned = new LabelImage(1, 2, new int[2]);
    assertThatThrownBy(() -> MarkerWatershed.of(relief, turned, FOUR))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 x 1 and 1 x 2");
    LabelImage largest = new LabelImage(2, 1, new int[] {1 << 30, 0});
    assertThatThrownBy(() -> MarkerWatershed.of(relief, largest, FOUR))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1073741824");
    LabelImage markers = new LabelImage(2, 1, new int[] {1, 0});
    GrayImage unknown = new GrayImage(2, 1, new float[] {0, Float.NaN});
    assertThatThrownBy(() -> MarkerWatershed.of(unknown, markers, FOUR))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NaN at pixel 1");
    assertThatThrownBy(() -> new LabelImage(2, 1, new int[] {0, -1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
    assertThatThrownBy(() -> new LabelImage(2, 2, new int[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 x 2 and 3");
  }

  /** A small random relief with markers of one or a few pixels. */
  private record Scene(ByteImage relief, LabelImage markers) {

    static Scene random(Random random) {
      int width = 1 + random.nextInt(14);
      int height = 1 + random.nextInt(14);
      int depth = 1 + random.nextInt(12);
      byte[] relief = new byte[width * height];
      for (int p = 0; p < relief.length; p++) {
        relief[p] = (byte) random.nextInt(depth);
      }
      int[] markers = new int[relief.length];
      int labels = 1 + random.nextInt(5);
      for (int i = 0; i < 2 * labels; i++) {
        markers[random.nextInt(markers.length)] = 1 + i % labels;
      }
      return new Scene(
          new ByteImage(width, height, relief), new LabelImage(width, height, markers));
    }

    /** Returns the regions of the scene with its pixels moved. */
    int[] moved(int width, int height, IntUnaryOperator from, WatershedSettings settings) {
      byte[] samples = new byte[relief.samples().length];
      for (int p = 0; p < samples.length; p++) {
        samples[p] = relief.samples()[from.applyAsInt(p)];
      }
      int[] labels = MarkerWatershedTest.moved(markers.labels(), from);
      return MarkerWatershed.of(
              new ByteImage(width, height, samples),
              new LabelImage(width, height, labels),
              settings)
          .labels();
    }
  }

  private static int[] moved(int[] values, IntUnaryOperator from) {
    int[] moved = new int[values.length];
    Arrays.setAll(moved, p -> values[from.applyAsInt(p)]);
    return moved;
  }

  /** The class's own words, on the whole image in every round. */
  private static int[] byDefinition(Scene scene, WatershedSettings settings) {
    int width = scene.relief.width();
    int height = scene.relief.height();
    int[] labels = scene.markers.labels().clone();
    boolean[] line = new boolean[labels.length];
    boolean[] marker = new boolean[labels.length];
    for (int p = 0; p < labels.length; p++) {
      marker[p] = labels[p] > 0;
    }
    for (int level = 0; level < 256; level++) {
      boolean changed = true;
      while (changed) {
        changed = false;
        int[] taken = new int[labels.length];
        for (int p = 0; p < labels.length; p++) {
          if (labels[p] == 0 && !line[p] && (scene.relief.samples()[p] & 0xFF) <= level) {
            int smallest = Integer.MAX_VALUE;
            int largest = 0;
            for (int q : neighbors(p, width, height, settings.connectivity())) {
              if (labels[q] > 0) {
                smallest = Math.min(smallest, labels[q]);
                largest = Math.max(largest, labels[q]);
              }
            }
            if (largest > smallest && settings.border() == WatershedBorder.LINE) {
              line[p] = true;
              changed = true;
            } else if (largest > 0) {
              taken[p] = smallest;
              changed = true;
            }
          }
        }
        for (int p = 0; p < labels.length; p++) {
          boolean kept = taken[p] > 0;
          if (settings.border() == WatershedBorder.LINE) {
            for (int q : neighbors(p, width, height, settings.connectivity())) {
              if (taken[q] > 0 && taken[q] < taken[p]) {
                kept = false;
                line[p] = true;
              }
            }
          }
          if (kept) {
            labels[p] = taken[p];
          }
        }
      }
    }
    return labels;
  }

  /** The least height that a way from the label's markers to each pixel has to climb to. */
  private static int[] lowestPass(Scene scene, int label, Connectivity connectivity) {
    int width = scene.relief.width();
    int height = scene.relief.height();
    int[] pass = new int[width * height];
    for (int p = 0; p < pass.length; p++) {
      int marker = scene.markers.labels()[p];
      pass[p] = marker == label ? -1 : Integer.MAX_VALUE;
    }
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int p = 0; p < pass.length; p++) {
        int marker = scene.markers.labels()[p];
        if (marker == 0) {
          for (int q : neighbors(p, width, height, connectivity)) {
            int through = Math.max(pass[q], scene.relief.samples()[p] & 0xFF);
            if (through < pass[p]) {
              pass[p] = through;
              changed = true;
            }
          }
        }
      }
    }
    return pass;
  }

  private static int[] neighbors(int p, int width, int height, Connectivity connectivity) {
    int[] found = new int[8];
    int count = 0;
    for (int dy = -1; dy <= 1; dy++) {
      for (int dx = -1; dx <= 1; dx++) {
        int x = p % width + dx;
        int y = p / width + dy;
        boolean near = connectivity == Connectivity.EIGHT || dx * dy == 0;
        if (near && (dx != 0 || dy != 0) && x >= 0 && y >= 0 && x < width && y < height) {
          found[count++] = y * width + x;
        }
      }
    }
    return Arrays.copyOf(found, count);
  }

  private static String[] flooded(String[] relief, String[] markers, WatershedSettings settings) {
    int width = relief[0].length();
    byte[] samples = new byte[width * relief.length];
    int[] labels = new int[samples.length];
    for (int p = 0; p < samples.length; p++) {
      samples[p] = (byte) (relief[p / width].charAt(p % width) - '0');
      char marker = markers[p / width].charAt(p % width);
      labels[p] = marker == '.' ? 0 : marker - '0';
    }
    LabelImage regions =
        MarkerWatershed.of(
            new ByteImage(width, relief.length, samples),
            new LabelImage(width, relief.length, labels),
            settings);
    String[] drawn = new String[relief.length];
    for (int y = 0; y < drawn.length; y++) {
      StringBuilder row = new StringBuilder();
      for (int x = 0; x < width; x++) {
        row.append(regions.at(x, y) == 0 ? "." : Integer.toString(regions.at(x, y)));
      }
      drawn[y] = row.toString();
    }
    return drawn;
  }
}
