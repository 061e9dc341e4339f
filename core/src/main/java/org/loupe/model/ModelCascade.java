package org.loupe.model;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.loupe.cascade.CascadeFormatException;
import org.loupe.cascade.CascadeXml;
import org.loupe.cascade.LbpCascade;

/**
 * The cascade of a model: there already, or as XML that is read when it is first asked for.
 *
 * <p>Reading one takes longer than all else that is read of a model, and most analyses ask one
 * member of several.
 *
 * <p>Thread-safe. Two are equal if their cascades are.
 */
public final class ModelCascade {

  private final byte[] xml;
  private final String file;
  private @Nullable LbpCascade cascade;

  private ModelCascade(byte[] xml, String file, @Nullable LbpCascade cascade) {
    this.xml = xml;
    this.file = file;
    this.cascade = cascade;
  }

  /** Returns one that is there already. */
  public static ModelCascade of(LbpCascade cascade) {
    return new ModelCascade(new byte[0], "", cascade);
  }

  /**
   * Returns one that is still XML.
   *
   * @param xml OpenCV's; the array is handed over, nobody writes to it
   * @param file name for messages
   */
  static ModelCascade unread(byte[] xml, String file) {
    return new ModelCascade(xml, file, null);
  }

  /**
   * Returns the cascade, read by now.
   *
   * @throws ModelFormatException if it was unread and its XML is no cascade
   */
  synchronized LbpCascade read() throws IOException {
    if (cascade == null) {
      try {
        cascade = CascadeXml.read(new ByteArrayInputStream(xml), file);
      } catch (CascadeFormatException e) {
        throw new ModelFormatException(e); // names file and place already
      }
    }
    return cascade;
  }

  /**
   * Returns the cascade.
   *
   * @throws UncheckedIOException if it was unread and its XML is no cascade: of a {@link
   *     ModelFormatException}
   */
  public LbpCascade get() {
    try {
      return read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other || (other instanceof ModelCascade that && get().equals(that.get()));
  }

  @Override
  public int hashCode() {
    return Objects.hash(get());
  }

  @Override
  public String toString() {
    return "ModelCascade[" + get() + "]";
  }
}
