package org.loupe.segmentation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.loupe.image.Mask;

class ConnectedComponentsTest {

  @Test
  void cornersJoinAndTheLargestStays() {
    assertThat(kept("##...", ".....", "..#..", "...#.", "....#"))
        .isEqualTo("....." + "....." + "..#.." + "...#." + "....#");
  }

  @Test
  void ofEqualsTheFirstStays() {
    assertThat(kept("#.#", "#.#")).isEqualTo("#.." + "#..");
  }

  @Test
  void nothingStaysNothing() {
    assertThat(kept("...", "...")).isEqualTo("......");
  }

  private static String kept(String... rows) {
    String all = String.join("", rows);
    boolean[] set = new boolean[all.length()];
    for (int i = 0; i < set.length; i++) {
      set[i] = all.charAt(i) == '#';
    }
    Mask result = ConnectedComponents.largest(new Mask(rows[0].length(), rows.length, set));
    StringBuilder text = new StringBuilder();
    for (boolean one : result.set()) {
      text.append(one ? '#' : '.');
    }
    return text.toString();
  }
}
