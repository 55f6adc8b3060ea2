package dev.whittle.feature;

import java.util.List;

/**
 * A reader of files that may be damaged.
 *
 * @param name for messages, and of the folder {@code src/test/resources/found/NAME} of files that were found to break
 *     it once
 * @param files whole files, of which damaged ones are made; one or more of them can be read
 */
public record FuzzTarget(String name, List<byte[]> files, Mutations.Reader reader) {
    public FuzzTarget {
        files = List.copyOf(files);
    }
}
