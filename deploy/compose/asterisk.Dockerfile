FROM debian:forky-slim
RUN apt-get update && apt-get install -y --no-install-recommends asterisk asterisk-core-sounds-en-gsm asterisk-moh-opsound-gsm && rm -rf /var/lib/apt/lists/*
COPY deploy/asterisk/*.conf /etc/asterisk/
COPY deploy/asterisk/sounds/cordboard /usr/share/asterisk/sounds/cordboard
RUN sed -i 's#^directory = moh#directory = /usr/share/asterisk/moh#' /etc/asterisk/musiconhold.conf
CMD ["sh", "-c", "sed -i \"s/change-me/$ARI_PASSWORD/\" /etc/asterisk/ari.conf && touch /etc/asterisk/cordboard/extensions.conf /etc/asterisk/cordboard/trunks.conf && exec asterisk -f"]
