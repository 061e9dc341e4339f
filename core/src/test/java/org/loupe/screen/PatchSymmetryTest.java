package org.loupe.screen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.loupe.geometry.Box;
import org.loupe.image.ByteImage;

class PatchSymmetryTest {

  private static final float[] DRAWN = {
    1, 2, 3, //
    4, 5, 6, //
    7, 8, 9
  };

  @Test
  void drawnCases() {
    assertThat(new PatchSymmetry(0).turned(DRAWN, 3)).containsExactly(DRAWN);
    assertThat(new PatchSymmetry(1).turned(DRAWN, 3)).containsExactly(3, 2, 1, 6, 5, 4, 9, 8, 7);
    assertThat(new PatchSymmetry(2).turned(DRAWN, 3)).containsExactly(7, 8, 9, 4, 5, 6, 1, 2, 3);
    assertThat(new PatchSymmetry(4).turned(DRAWN, 3)).containsExactly(1, 4, 7, 2, 5, 8, 3, 6, 9);
  }

  @Test
  void theEightDiffer() {
    Set<List<Float>> seen = new HashSet<>();
    for (int i = 0; i < PatchSymmetry.COUNT; i++) {
      float[] turned = new PatchSymmetry(i).turned(DRAWN, 3);
      seen.add(List.of(turned[0], turned[1], turned[2], turned[3]));
    }
    assertThat(seen).hasSize(PatchSymmetry.COUNT);
  }

  @Test
  void everyPlaneIsTurnedForItself() {
    float[] two = {1, 2, 3, 4, 5, 6, 7, 8};
    assertThat(new PatchSymmetry(1).turned(two, 2)).containsExactly(2, 1, 4, 3, 6, 5, 8, 7);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  void turningBackUndoes(int number) {
    BoxDelta delta = new BoxDelta(0.1, -0.2, 0.3, -0.4);
    PatchSymmetry symmetry = new PatchSymmetry(number);
    assertThat(symmetry.turnedBack(symmetry.turned(delta))).isEqualTo(delta);
  }

  /** A bright box is cut out; where it is in the turned patch is where the turned delta says. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  void boxAndPixelsTurnTogether(int number) {
    int side = 64;
    byte[] samples = new byte[side * side];
    Box defect = new Box(36, 22, 12, 6);
    for (int y = 22; y < 28; y++) {
      for (int x = 36; x < 48; x++) {
        samples[y * side + x] = 100;
      }
    }
    Box candidate = new Box(16, 16, 32, 32);
    PatchSettings settings = new PatchSettings(32, List.of(1.0));
    float[] patch = new PatchCutter(settings).cut(new ByteImage(side, side, samples), candidate);
    PatchSymmetry symmetry = new PatchSymmetry(number);
    float[] turned = symmetry.turned(patch, 32);
    Box expected = symmetry.turned(BoxDelta.between(candidate, defect)).from(new Box(0, 0, 32, 32));
    double sum = 0;
    double x = 0;
    double y = 0;
    for (int i = 0; i < turned.length; i++) {
      sum += turned[i];
      x += turned[i] * (i % 32 + 0.5);
      y += turned[i] * (Math.floorDiv(i, 32) + 0.5);
    }
    assertThat(x / sum).isCloseTo(expected.centerX(), within(1e-3));
    assertThat(y / sum).isCloseTo(expected.centerY(), within(1e-3));
    assertThat(sum / 100).isCloseTo(expected.area(), within(1e-3));
    int left = (int) Math.round(expected.x());
    int top = (int) Math.round(expected.y());
    assertThat(turned[top * 32 + left]).isCloseTo(100, within(1e-3f));
  }

  @Test
  void refusesOtherNumbers() {
    assertThatThrownBy(() -> new PatchSymmetry(8)).hasMessageContaining("0 to 7, was 8");
  }
}
