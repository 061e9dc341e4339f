/** Tests of the model file. */
@NullMarked
package org.loupe.model;

import org.jspecify.annotations.NullMarked;
