package dev.whittle.pipeline.cli;

import picocli.CommandLine;

/** The version of the jar, or of the sources if there is no jar. */
public final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"whittle " + ofWhittle(), "Java " + Runtime.version()};
    }

    static String ofWhittle() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "(built from sources)" : version;
    }
}
