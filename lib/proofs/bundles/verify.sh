#!/usr/bin/env bash
# bash verify.sh FILE [DOCUMENT…]   FILE: a bundle (.asice), or a sealed proof (.pdf)
set -euo pipefail
given=$1; shift
fail() { echo "CHANGED: $1"; exit 1; }
hex() { od -An -v -tx1 | tr -d ' \n'; }
raw() { printf "$(sed 's/../\\x&/g' <<<"$1")"; }
hash() { raw "$1" | openssl dgst -sha256 -r | cut -c1-64; }
digest() { openssl dgst -sha256 -binary "$1" | openssl base64 -A; }
unbase64url() { tr -- '-_' '+/' | sed -e 's/$/===/' -e 's/\(\(....\)*\).*/\1/' | openssl base64 -d -A; }
field() { sed "s/.*\"$1\":\[*\"\([^\"]*\)\".*/\1/" "$2"; }

# 1. A bundle: its seal covers a list (ETSI EN 319 162-1) of all its files with their digests.
proof=$given; documents=("$@"); rm -rf opened attached sealers; mkdir opened attached sealers
if [ "${given##*.}" = asice ]; then
  unzip -q "$given" -d opened || fail "$given"
  openssl cms -verify -inform DER -in opened/META-INF/signature.p7s -binary -CAfile seal-ca.pem \
    -content opened/META-INF/ASiCManifest.xml -signer sealers/bundle.pem -out /dev/null 2>/dev/null ||
    fail "the seal of $given"
  sed -n 's/.*URI="\([^"]*\)".*<ds:DigestValue>\([^<]*\)<.*/\2 \1/p' \
    opened/META-INF/ASiCManifest.xml >listed.txt
  : >names.txt
  while read -r value uri; do
    name=$(printf '%b' "${uri//%/\\x}"); echo "$name" >>names.txt
    [ "$(digest "opened/$name")" = "$value" ] || fail "$name"
  done <listed.txt
  diff <(sort names.txt) <(cd opened && find . -type f | sed -e 's|^\./||' -e '/^META-INF\//d' \
    -e '/^mimetype$/d' | sort) >/dev/null || fail "the list of files of $given"
  proof=opened/proof.pdf
  for document in opened/letter.pdf opened/attachments/*; do
    [ -e "$document" ] && documents+=("$document")
  done
fi

# 2. The seal of the PDF: one, over all of it. pdfsig answers 0 whatever it finds: read its words.
pdfsig "$proof" >pdfsig.txt && pdfsig -dump "$proof" >/dev/null
[ "$(grep -c '^Signature #' pdfsig.txt)" = 1 ] && grep -q 'Signature is Valid' pdfsig.txt &&
  grep -q 'Total document signed' pdfsig.txt || fail "$proof"
#    And whose it is, which pdfsig cannot tell: the bytes around the signature, and your authority.
read -r end next last <<<"$(sed -n \
  's/.*Signed Ranges: \[0 - \([0-9]*\)\], \[\([0-9]*\) - \([0-9]*\)\].*/\1 \2 \3/p' pdfsig.txt)"
{ head -c "$end" "$proof"; tail -c "+$((next + 1))" "$proof" | head -c "$((last - next))"; } >signed.bin
openssl cms -verify -inform DER -in "$(basename "$proof").sig0" -content signed.bin -binary \
  -CAfile seal-ca.pem -signer sealers/pdf.pem -out /dev/null 2>/dev/null || fail "the seal of $proof"
if [ "$proof" = "$given" ]; then pdfdetach -saveall -o attached "$proof" >/dev/null
else cp opened/evidence/* opened/log/* attached/; fi

# 3. The log's state: signed by the log (Ed25519), and time-stamped.
#    The log's keys, one a line (name+id+key, and a key may hold a + too): each proof has that of its time.
sed -n '1,3p' attached/checkpoint >note.txt; isSigned=
while read -r line || [ -n "$line" ]; do
  name=${line%%+*}; key=${line#*+*+}; id=${line#*+}; id=${id%%+*}
  for own in $(sed -n "s|^— $name ||p" attached/checkpoint); do
    bytes=$(openssl base64 -d -A <<<"$own" | hex); [ "${bytes:0:8}" = "$id" ] || continue
    raw "302a300506032b6570032100$(openssl base64 -d -A <<<"$key" | hex | cut -c3-66)" >log.der
    raw "${bytes:8}" >note.sig
    openssl pkeyutl -verify -pubin -inkey log.der -keyform DER -rawin -in note.txt -sigfile note.sig \
      >/dev/null || fail "the log's signature"
    isSigned=yes
  done
done <log.vkey
[ "$isSigned" ] || fail "the log's signature"
openssl ts -verify -data attached/checkpoint -in attached/checkpoint.tsr -token_in \
  -CAfile timestamp-ca.pem >/dev/null 2>&1 || fail "the time stamp"
#    And whoever of the witnesses you trust (witnesses.txt, a verifier key a line) signed it too.
for signed in attached/*.tlog-proof; do
  [ -e witnesses.txt ] || break
  while read -r line _ || [ -n "$line" ]; do
    name=${line%%+*}; key=${line#*+*+}; id=${line#*+}; id=${id%%+*}
    for theirs in $(sed -n "s|^— $name ||p" "$signed"); do
      bytes=$(openssl base64 -d -A <<<"$theirs" | hex); [ "${bytes:0:8}" = "$id" ] || continue
      raw "302a300506032b6570032100$(openssl base64 -d -A <<<"$key" | hex | cut -c3-66)" >witness.der
      raw "${bytes:24}" >note.sig
      { printf 'cosignature/v1\ntime %d\n' "0x${bytes:8:16}"; cat note.txt; } >cosigned.txt
      openssl pkeyutl -verify -pubin -inkey witness.der -keyform DER -rawin -in cosigned.txt \
        -sigfile note.sig >/dev/null || fail "the signature of $name in $signed"
      echo "seen by $name: $signed"
    done
  done <witnesses.txt
done
root=$(sed -n 3p attached/checkpoint | openssl base64 -d -A | hex); size=$(sed -n 2p attached/checkpoint)

certificate=; behind=0
for evidence in attached/*.evidence.json attached/*.finding.json; do
  [ -e "$evidence" ] || continue; name=${evidence%.*.json}
  # 4. The seal of each evidence: ES256 over "protected.payload", with the certificate it names.
  protected=$(field protected "$evidence"); payload=$(field payload "$evidence")
  signature=$(field signature "$evidence"); sig=$(unbase64url <<<"$signature" | hex)
  unbase64url <<<"$protected" >header.json; unbase64url <<<"$payload" >"$name.record"
  field x5c header.json | openssl base64 -d -A | openssl x509 -inform DER -out sealers/evidence.pem
  openssl verify -purpose smimesign -CAfile seal-ca.pem sealers/evidence.pem >/dev/null 2>&1 ||
    fail "the certificate of $evidence"
  [ "$(for sealer in sealers/*; do openssl x509 -in "$sealer" -noout -subject; done | sort -u |
    wc -l)" = 1 ] || fail "the sealer of $evidence"
  printf 'asn1=SEQUENCE:s\n[s]\nr=INTEGER:0x%s\ns=INTEGER:0x%s\n' "${sig:0:64}" "${sig:64}" >sig.conf
  openssl asn1parse -genconf sig.conf -noout -out sig.der
  openssl x509 -in sealers/evidence.pem -pubkey -noout >seal.pub
  printf '%s.%s' "$protected" "$payload" |
    openssl dgst -sha256 -verify seal.pub -signature sig.der >/dev/null || fail "the seal of $evidence"

  # 5. Its place in the log (RFC 9162): from the salted hash of the evidence up to the signed root.
  log=$name.tlog-proof
  salt=$(sed -n 's/^extra //p' "$log" | openssl base64 -d -A | hex); at=$(sed -n 's/^index //p' "$log")
  if [ "${evidence%.finding.json}" != "$evidence" ]; then certificate=$name.record; behind=$at; fi
  node=$(hash "00$(hash "$salt$(printf '%s.%s.%s' "$protected" "$payload" "$signature" | hex)")")
  last=$((size - 1))
  for line in $(sed -e '1,3d' -e '/^$/,$d' "$log"); do
    sibling=$(openssl base64 -d -A <<<"$line" | hex)
    if ((at % 2 == 1 || at == last)); then
      node=$(hash "01$sibling$node"); while ((at % 2 == 0 && at > 0)); do ((at /= 2, last /= 2, 1)); done
    else node=$(hash "01$node$sibling"); fi
    ((at /= 2, last /= 2, 1))
  done
  [ "$node" = "$root" ] && [ "$last" = 0 ] || fail "the place of $evidence in the log"
done
if [ -n "$certificate" ]; then
  # 6. A certificate of the log: it stands behind the state that it tells of, and names each evidence.
  [ "$behind" -ge "$(sed 's/.*"Size":\([0-9]*\).*/\1/' "$certificate")" ] || fail "the certificate's state"
  for evidence in attached/*.evidence.json; do
    [ -e "$evidence" ] || continue
    value=$(printf '%s.%s.%s' "$(field protected "$evidence")" "$(field payload "$evidence")" \
      "$(field signature "$evidence")" | openssl dgst -sha256 -binary | openssl base64 -A)
    grep -qF "\"DigestValue\":\"$value\"" "$certificate" || fail "$evidence, which it does not name"
  done
else
  [ "$(sed 's/.*"MessageIdentifier":"\([^"]*\)".*/\1/' attached/*.record | sort -u | wc -l)" = 1 ] ||
    fail "the delivery: there are several"
fi

# 7. The documents: their digests stand in the sealed records.
for document in "${documents[@]}"; do
  grep -qF "\"DigestValue\":\"$(digest "$document")\"" attached/*.record || fail "$document"
done
echo "WHOLE: ${certificate:+a certificate, }$(ls attached | grep -c 'evidence.json$') pieces of evidence, ${#documents[@]} documents"
