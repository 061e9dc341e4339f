package org.loupe.screen;

import java.io.IOException;

/** Tells that an ONNX file is damaged or not a network that screens candidates. */
public final class ScreenerFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  ScreenerFormatException(String message) {
    super(message);
  }

  ScreenerFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
