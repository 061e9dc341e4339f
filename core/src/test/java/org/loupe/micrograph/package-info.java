/** Tests of {@code org.loupe.micrograph}. */
@NullMarked
package org.loupe.micrograph;

import org.jspecify.annotations.NullMarked;
