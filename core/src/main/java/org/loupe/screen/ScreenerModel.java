package org.loupe.screen;

/**
 * A trained network and how it is used.
 *
 * @param onnx the network; the array is handed over, nobody writes to it
 * @param settings how candidates are screened
 */
public record ScreenerModel(byte[] onnx, ScreeningSettings settings) {

  /** Returns this model with other settings. */
  public ScreenerModel withSettings(ScreeningSettings other) {
    return new ScreenerModel(onnx, other);
  }
}
