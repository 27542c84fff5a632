import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.stream.Stream;

/// Makes the trust store of the image's Java from the certificates of Debian's package `ca-certificates`.
///
/// `java TrustStore.java FOLDER FILE`: every `.crt` below FOLDER goes to FILE. The same certificates give the same
/// bytes: PKCS #12 without password, encryption and check sum, which all need randomness.
final class TrustStore {

    private TrustStore() {}

    public static void main(String[] arguments) throws IOException, GeneralSecurityException {
        System.setProperty("keystore.pkcs12.certProtectionAlgorithm", "NONE");
        System.setProperty("keystore.pkcs12.macAlgorithm", "NONE");
        Path folder = Path.of(arguments[0]);
        List<Path> files;
        try (Stream<Path> tree = Files.walk(folder)) {
            files = tree.filter(file -> file.toString().endsWith(".crt")).sorted().toList();
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        CertificateFactory certificates = CertificateFactory.getInstance("X.509");
        for (Path file : files) {
            try (InputStream in = Files.newInputStream(file)) {
                store.setCertificateEntry(folder.relativize(file).toString(), certificates.generateCertificate(in));
            }
        }
        try (var out = Files.newOutputStream(Path.of(arguments[1]))) {
            store.store(out, null);
        }
        System.out.println(files.size() + " certificates");
    }
}
