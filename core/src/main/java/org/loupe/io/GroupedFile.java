package org.loupe.io;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.loupe.micrograph.Micrograph;

/** A file that holds several images or stacks; their frames are counted through. */
final class GroupedFile implements MicrographFile {

  /** Lists what the file states beside the pixels. */
  interface Metadata {
    List<MetadataTag> read() throws IOException;
  }

  private final Closeable resource;
  private final List<FrameGroup> groups;
  private final Metadata metadata;
  private final int frames;

  /**
   * @param resource what is closed with the file
   * @param groups at least one; all frames together at most {@code Integer.MAX_VALUE}
   */
  GroupedFile(Closeable resource, List<FrameGroup> groups, Metadata metadata) {
    this.resource = resource;
    this.groups = List.copyOf(groups);
    this.metadata = metadata;
    this.frames = Math.toIntExact(groups.stream().mapToLong(FrameGroup::frames).sum());
  }

  @Override
  public int frames() {
    return frames;
  }

  @Override
  public Micrograph frame(int index) throws IOException {
    int first = 0;
    for (FrameGroup group : groups) {
      if (index - first < group.frames()) {
        return group.decoder().decode(index - first);
      }
      first += group.frames();
    }
    throw new IndexOutOfBoundsException(index);
  }

  @Override
  public long pixels(int index) throws IOException {
    int first = 0;
    for (FrameGroup group : groups) {
      if (index - first < group.frames()) {
        return group.size().pixels(index - first);
      }
      first += group.frames();
    }
    throw new IndexOutOfBoundsException(index);
  }

  @Override
  public String title(int index) {
    int first = 0;
    for (FrameGroup group : groups) {
      if (index - first < group.frames()) {
        return group.title();
      }
      first += group.frames();
    }
    throw new IndexOutOfBoundsException(index);
  }

  @Override
  public List<MetadataTag> metadata() throws IOException {
    return metadata.read();
  }

  @Override
  public void close() throws IOException {
    resource.close();
  }
}
