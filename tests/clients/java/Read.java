// SPDX-License-Identifier: MIT

import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Store;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * Jakarta Mail as a program: java Read PROTOCOL HOST PORT SECURITY CA USER PASSWORD THEN FOLDER.
 *
 * <p>PROTOCOL is pop3 or imap, SECURITY clear, starttls or implicit, THEN keep or delete. Each
 * message of the inbox becomes a file in the folder. Exit status 0 when all went well, else 1 and
 * the exception on standard error.
 */
final class Read {
  private Read() {}

  public static void main(String[] words) {
    try {
      String protocol = words[0] + (words[3].equals("implicit") ? "s" : "");
      Store store = session(protocol, words[3], Path.of(words[4])).getStore(protocol);
      store.connect(words[1], Integer.parseInt(words[2]), words[5], words[6]);
      fetch(store, words[7].equals("delete"), Path.of(words[8]));
      store.close();
    } catch (Exception error) {
      System.err.println(error);
      System.exit(1);
    }
  }

  private static Session session(String protocol, String security, Path ca) throws Exception {
    Properties settings = new Properties();
    String prefix = "mail." + protocol + ".";
    settings.put(prefix + "starttls.enable", security.equals("starttls"));
    settings.put(prefix + "starttls.required", security.equals("starttls"));
    settings.put(prefix + "ssl.socketFactory", trusting(ca));
    settings.put(prefix + "ssl.checkserveridentity", "true");
    settings.put(prefix + "connectiontimeout", "20000");
    settings.put(prefix + "timeout", "20000");
    return Session.getInstance(settings);
  }

  private static SSLSocketFactory trusting(Path ca) throws Exception {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    try (InputStream text = Files.newInputStream(ca)) {
      trusted.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(text));
    }
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context.getSocketFactory();
  }

  private static void fetch(Store store, boolean delete, Path to) throws Exception {
    Folder inbox = store.getFolder("INBOX");
    inbox.open(Folder.READ_WRITE);
    for (Message message : inbox.getMessages()) {
      String name = String.format("%06d", message.getMessageNumber());
      try (OutputStream file = Files.newOutputStream(to.resolve(name))) {
        message.writeTo(file);
      }
      if (delete) {
        message.setFlag(Flags.Flag.DELETED, true);
      }
    }
    inbox.close(delete);
  }
}
